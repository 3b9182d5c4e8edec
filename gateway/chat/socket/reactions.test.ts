import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { reactionKinds } from '../../../schema/chat/settings.ts';
import { limits } from '../../../schema/limits.ts';
import { Reactions, type RoomReactions } from './reactions.ts';

const step = fc.record({
  gateway: fc.nat({ max: 1 }),
  lot: fc.constantFrom('a', 'b'),
  person: fc.integer({ min: 1, max: 3 }),
  kind: fc.constantFrom(...reactionKinds),
  afterMs: fc.nat({ max: 400 }),
});

test('what everybody reacts with is told once to each room on each gateway, however many windows it takes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      let now = 0;
      let tasks: Array<{ at: number; task: () => void }> = [];
      const told = [new Map<string, number>(), new Map<string, number>()];
      const gateways: Reactions[] = [0, 1].map(
        (n) =>
          new Reactions({
            now: () => now,
            later: (delayMs, task) => tasks.push({ at: now + delayMs, task }),
            publish: (topic, frame) => {
              const { type, lot, counts } = JSON.parse(frame);
              assert.deepEqual([type, topic], ['chatReactions', `chat/${lot}`]);
              for (const [kind, count] of Object.entries(counts)) {
                const key = `${lot} ${kind}`;
                told[n]?.set(key, (told[n]?.get(key) ?? 0) + (count as number));
              }
            },
            tellGateways: (reactions: readonly RoomReactions[]) => gateways[1 - n]?.heard(reactions),
          }),
      );
      const pass = (ms: number) => {
        const until = now + ms;
        for (;;) {
          const next = tasks.sort((one, other) => one.at - other.at)[0];
          if (next === undefined || next.at > until) break;
          tasks = tasks.slice(1);
          now = next.at;
          next.task();
        }
        now = until;
      };
      const counted = new Map<string, number>();
      for (const { gateway, lot, person, kind, afterMs } of steps) {
        pass(afterMs);
        const reactions = gateways[gateway] as Reactions;
        const before = reactions.counted;
        reactions.take(lot, person, kind);
        if (reactions.counted === before) continue;
        const key = `${lot} ${kind}`;
        counted.set(key, (counted.get(key) ?? 0) + 1);
      }
      pass(3 * limits.reactionsWindowMs);
      for (const sums of told) assert.deepEqual(sums, counted);
      assert.equal(tasks.length, 0);
    }),
  );
});

test('of one person so many count at once and in a second, whoever else reacts', () => {
  let now = 0;
  const reactions = new Reactions({ now: () => now, later() {}, publish() {} });
  for (let n = 0; n < limits.reactionsBurst + 5; n++) reactions.take('a', 1, 'heart');
  assert.deepEqual([reactions.counted, reactions.dropped], [limits.reactionsBurst, 5]);
  reactions.take('a', 2, 'heart');
  assert.equal(reactions.counted, limits.reactionsBurst + 1);
  now += 1_000;
  for (let n = 0; n < limits.reactionsPerSecond + 1; n++) reactions.take('b', 1, 'clap');
  assert.deepEqual(
    [reactions.counted, reactions.dropped],
    [limits.reactionsBurst + 1 + limits.reactionsPerSecond, 6],
  );
});
