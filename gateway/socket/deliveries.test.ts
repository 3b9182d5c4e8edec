import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../schema/limits.ts';
import type { Connection } from './connection.ts';
import { Deliveries } from './deliveries.ts';

/** A connection that notes what it was given, and when it was told to send it. */
class Recorder {
  readonly outbox: string[] = [];
  readonly sent: string[] = [];
  writes = 0;

  enqueue(frame: string | Uint8Array): boolean {
    return this.outbox.push(Buffer.from(frame as string).toString()) === 1;
  }

  deliver(): boolean {
    const frames = this.outbox.splice(0);
    this.sent.push(...frames);
    if (frames.length > 0) this.writes++;
    return frames.length > 0;
  }
}

function hall(size: number) {
  const turns: Array<() => void> = [];
  const deliveries = new Deliveries((task) => void turns.push(task));
  const recorders = Array.from({ length: size }, () => new Recorder());
  const connections = recorders as unknown as Connection[];
  return { turns, deliveries, recorders, connections };
}

test('no turn writes to more connections than its share, and all get their frames in order', () => {
  const frames = fc.array(
    fc.record({
      to: fc.nat(600),
      as: fc.constantFrom('answer', 'news', 'patient'),
      between: fc.boolean(),
    }),
    {
      maxLength: 1_500,
    },
  );
  fc.assert(
    fc.property(frames, (puts) => {
      const { turns, deliveries, recorders, connections } = hall(601);
      const written = () => recorders.reduce((sum, { writes }) => sum + writes, 0);
      const turn = () => {
        const before = written();
        turns.shift()?.();
        assert.ok(written() - before <= limits.turnDeliveries);
      };
      for (const [to, connection] of connections.entries()) deliveries.subscribe(`${to}`, connection);
      for (const [n, { to, as, between }] of puts.entries()) {
        const connection = connections[to] as Connection;
        if (as === 'answer') deliveries.putAnswer(connection, String(n));
        else if (as === 'patient') deliveries.publishPatiently(`${to}`, String(n));
        else deliveries.put(connection, String(n));
        if (between) turn();
      }
      while (turns.length > 0) turn();
      for (const [to, { sent }] of recorders.entries()) {
        const meant = [...puts.entries()].filter(([, put]) => put.to === to).map(([n]) => String(n));
        assert.deepEqual(sent, meant);
      }
    }),
    { numRuns: 50 },
  );
});

test('an answer does not wait until a crowd has been told, nor the crowd until all answers are out', () => {
  const { turns, deliveries, recorders, connections } = hall(5_000);
  const crowd = recorders.slice(0, 2_000);
  for (const connection of connections.slice(0, 2_000)) deliveries.put(connection, 'news');
  deliveries.putAnswer(connections[1_999] as Connection, 'answer');
  deliveries.putAnswer(connections[2_000] as Connection, 'answer');
  turns.shift()?.();
  assert.deepEqual(recorders[1_999]?.sent, ['news', 'answer']);
  assert.deepEqual(recorders[2_000]?.sent, ['answer']);

  for (const connection of connections.slice(2_000)) deliveries.putAnswer(connection, 'answer');
  const told = () => crowd.filter(({ sent }) => sent.length > 0).length;
  const before = told();
  turns.shift()?.();
  assert.equal(told() - before, limits.turnNews);
});

test('who was answered takes no turn of those who wait for news', () => {
  const { turns, deliveries, recorders, connections } = hall(2_000);
  for (const connection of connections) deliveries.put(connection, 'news');
  const last = recorders.slice(-limits.turnNews);
  for (const connection of connections.slice(0, -limits.turnNews)) deliveries.putAnswer(connection, 'answer');
  while (recorders.slice(0, -limits.turnNews).some(({ sent }) => sent.length === 0)) turns.shift()?.();
  turns.shift()?.();
  assert.ok(last.every(({ sent }) => sent.length === 1));
});

test('an end is told before what others wait for, and lets them have their turns', () => {
  const { turns, deliveries, recorders, connections } = hall(5_000);
  const [bidders, watchers] = [recorders.slice(0, 2_000), recorders.slice(2_000)];
  for (const connection of connections.slice(0, 2_000)) deliveries.putAnswer(connection, 'answer');
  for (const connection of connections.slice(2_000)) deliveries.subscribe('lot', connection);
  deliveries.publish('lot', 'sold', true);
  turns.shift()?.();
  const served = (group: readonly Recorder[]) => group.filter(({ sent }) => sent.length > 0).length;
  assert.equal(served(watchers), limits.turnPressing);
  assert.equal(served(bidders), limits.turnDeliveries - limits.turnPressing);
  while (turns.length > 0) turns.shift()?.();
  assert.deepEqual([served(watchers), served(bidders)], [3_000, 2_000]);
});

test('what is said to a crowd keeps nobody else waiting, and comes to everyone', () => {
  const { turns, deliveries, recorders, connections } = hall(1_000);
  for (const connection of connections) deliveries.subscribe('room', connection);
  deliveries.publishPatiently('room', 'said');
  deliveries.put(connections[999] as Connection, 'news');
  turns.shift()?.();
  assert.deepEqual(recorders[999]?.sent, ['said', 'news']);
  assert.equal(recorders.filter(({ sent }) => sent.length > 0).length, limits.turnPatient + 1);
  while (turns.length > 0) turns.shift()?.();
  assert.ok(recorders.every(({ sent }) => sent[0] === 'said'));
});
