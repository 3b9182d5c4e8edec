import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds } from '../testing/holds.ts';
import { openRoom } from './testing/room.ts';
import { anyStory } from './testing/steps.ts';
import { startOfStory, tell } from './testing/tell.ts';

test('exactly the time in which the clock ran and nobody could bid is given back', () => {
  holds(anyStory(), (story) => {
    for (const { command, before, after, decision } of tell(story).turns) {
      if (command.type !== 'outage') continue;
      const ran = before.endsAt !== null && command.to > before.runningSince;
      const lostMs = ran ? command.to - Math.max(command.from, before.runningSince) : 0;
      const counts = lostMs > 0 && command.outageId > before.outageId;
      assert.equal(decision.events.length, counts ? 1 : 0);
      if (counts) assert.ok((after.endsAt ?? 0) >= (before.endsAt ?? 0) + lostMs);
      if (counts && before.spec.clock.rule === 'fixed') {
        assert.equal(after.endsAt, (before.endsAt ?? 0) + lostMs);
      }
    }
  });
});

test('after an outage the remaining time is what it was at the last sign of life, and at least the floor', () => {
  const outage = {
    type: 'outage',
    outageId: 1,
    from: startOfStory + 50_000,
    to: startOfStory + 500_000,
  } as const;
  const fixed = openRoom();
  fixed.now = outage.to;
  fixed.give(outage);
  assert.equal(fixed.leftMs, 10_000);
  fixed.give(outage);
  assert.equal(fixed.leftMs, 10_000, 'it counts once');
  assert.deepEqual(fixed.state.lastOutage, { at: outage.to, addedMs: 450_000 });

  const soft = openRoom({ clock: { rule: 'softClose', durationMs: 60_000, windowMs: 20_000 } });
  soft.now = outage.to;
  soft.give(outage);
  assert.equal(soft.leftMs, 20_000);
});

test('a clock that stood still in the outage gets nothing', () => {
  const room = openRoom();
  room.wait(40_000);
  room.seller('pause');
  room.wait(60_000);
  room.seller('resume');
  room.give({ type: 'outage', outageId: 1, from: room.now - 30_000, to: room.now });
  assert.equal(room.leftMs, 20_000);
  assert.equal(room.state.lastOutage, null);
});

test('outages that follow one another at once are told as one', () => {
  const room = openRoom();
  const outage = (outageId: number, from: number, to: number) => {
    room.now = to;
    room.give({ type: 'outage', outageId, from, to });
    return room.state.lastOutage?.addedMs;
  };
  const at = room.now + 1_000;
  assert.equal(outage(1, at, at + 11_000), 11_000);
  assert.equal(outage(2, at + 11_000, at + 11_300), 11_300);
  assert.equal(outage(3, at + 14_000, at + 44_000), 41_300);
  assert.equal(outage(4, at + 50_000, at + 50_700), 700);
});
