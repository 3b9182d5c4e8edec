import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { ShardRoom } from '../testing/shard-room.ts';

test('the tick comes at its deadline, once every gateway has said that nothing from before is on its way', async () => {
  const room = await ShardRoom.open();
  const [prompt, slow] = [room.gateway(), room.gateway()];
  slow.send();
  await room.openCounter(prompt, 'counter/a', 1_000);
  const deadline = room.now + 1_000;
  await room.advance(999);
  assert.deepEqual([prompt.wantedMarks, slow.wantedMarks], [[], []]);
  await room.advance(1);
  assert.deepEqual([prompt.wantedMarks, slow.wantedMarks], [[deadline], [deadline]]);
  prompt.send(deadline);
  await room.advance(50);
  assert.deepEqual(await room.stored('counter/a'), ['opened']);
  slow.send(deadline - 1);
  await room.settle();
  assert.deepEqual(slow.wantedMarks, [deadline], 'it was asked again before it could know more');
  assert.deepEqual(await room.stored('counter/a'), ['opened']);
  slow.send(deadline);
  await room.settle();
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'closed']);
});

test('a gateway that goes away is not waited for', async () => {
  const room = await ShardRoom.open();
  const [stays, leaves] = [room.gateway(), room.gateway()];
  await room.openCounter(stays, 'counter/a', 1_000);
  await room.advance(1_000);
  stays.send();
  await room.settle();
  assert.deepEqual(await room.stored('counter/a'), ['opened']);
  room.shard.detach(leaves.lane);
  await room.settle();
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'closed']);
});

test('an actor whose only gateway goes away while it is being closed is closed all the same', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  await room.openCounter(gateway, 'counter/a', 1_000);
  await room.advance(1_000);
  room.shard.detach(gateway.lane);
  await room.settle();
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'closed']);
});

test('without any gateway a deadline waits for nobody', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  await room.openCounter(gateway, 'counter/a', 1_000);
  room.shard.detach(gateway.lane);
  await room.advance(1_000);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'closed']);
});

test('what was received in time is decided before the tick, however long the queue and however late it comes', async () => {
  const room = await ShardRoom.open();
  const [gateway, slow] = [room.gateway(), room.gateway()];
  const handle = await room.openCounter(gateway, 'counter/a', 1_000);
  const deadline = room.now + 1_000;
  const onSlow = slow.bind('counter/a');
  slow.send();
  await room.scheduler.leap(1_300);
  const late = Array.from({ length: 100 }, () => gateway.add(handle, 1, { receivedAt: deadline }));
  const early = Array.from({ length: 7_000 }, () => gateway.add(handle, 1, { receivedAt: deadline - 1 }));
  gateway.send();
  await room.settle();
  const slowest = Array.from({ length: 7_000 }, () => slow.add(onSlow, 1, { receivedAt: deadline - 1 }));
  slow.send();
  await room.settle();
  assert.deepEqual(new Set(gateway.codes(early)), new Set(['accepted']));
  assert.deepEqual(new Set(slow.codes(slowest)), new Set(['accepted']));
  assert.deepEqual(new Set(gateway.codes(late)), new Set(['closed']));
  const stored = await room.stored('counter/a');
  assert.deepEqual([stored.length, stored.at(-1)], [14_002, 'closed']);
});

test('a late command that stands before early ones in the queue does not keep them from being decided', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = await room.openCounter(gateway, 'counter/a', 300);
  const deadline = room.now + 300;
  room.journal.isHolding = true;
  gateway.add(handle, 1);
  gateway.send();
  await room.advance(limits.commitStallMs + 1);
  // The stall gives its time back, so what came after the old deadline is in time for the new one.
  const late = gateway.add(handle, 1, { receivedAt: deadline + 50 });
  const early = gateway.add(handle, 1, { receivedAt: deadline - 1 });
  gateway.send();
  room.journal.isHolding = false;
  room.journal.settle();
  await room.settle();
  assert.deepEqual(gateway.codes([late, early]), ['accepted', 'accepted']);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'restored', 'added', 'added']);
});

test('an addition that moves the deadline keeps the tick away until then', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = await room.openCounter(gateway, 'counter/a', 1_000, 700);
  await room.advance(900);
  gateway.add(handle, 1);
  gateway.send();
  await room.settle();
  assert.equal(room.scheduler.wakesAtMs, room.now + 700);
  await room.advance(699);
  gateway.send();
  await room.settle();
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added']);
  await room.advance(1);
  gateway.send();
  await room.settle();
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'closed']);
});

test('an addition received in time but decided after the deadline moves it, and the tick waits', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = await room.openCounter(gateway, 'counter/a', 1_000, 700);
  const deadline = room.now + 1_000;
  await room.scheduler.leap(1_100);
  const added = gateway.add(handle, 1, { receivedAt: deadline - 1 });
  gateway.send();
  await room.settle();
  assert.equal(gateway.code(added), 'accepted');
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added']);
  assert.equal(room.scheduler.wakesAtMs, room.now + 700);
});

test('a deadline that is moved back or taken away rings no more', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = await room.openCounter(gateway, 'counter/a', 1_000);
  gateway.command(handle, { type: 'move', endsAt: room.now + 500 });
  gateway.send();
  await room.settle();
  assert.equal(room.scheduler.wakesAtMs, room.now + 500);
  gateway.command(handle, { type: 'move', endsAt: null });
  gateway.send();
  await room.settle();
  assert.equal(room.scheduler.wakesAtMs, null);
  await room.advance(5_000);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'moved', 'moved']);
});

test('a flood of bids on one actor does not delay the hammer of another', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const hot = await room.openCounter(gateway, 'counter/hot', 60_000);
  await room.openCounter(gateway, 'counter/closing', 1_000);
  await room.advance(999);
  await room.scheduler.leap(1);
  for (let n = 0; n < limits.maxMailboxCommands; n++) gateway.add(hot, 1);
  gateway.send();
  // The first commit already holds the tick: no matter how much is waiting, it is decided first.
  await new Promise(setImmediate);
  assert.deepEqual(await room.stored('counter/closing'), ['opened', 'closed']);
});

test('thousands of deadlines come in their order', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const lasts = Array.from({ length: 2_000 }, (_, n) => 1_000 + ((n * 7_919) % 2_000));
  for (const [n, ms] of lasts.entries()) {
    gateway.command(gateway.bind(`counter/${n}`), { type: 'open', endsAt: room.now + ms, windowMs: 0 });
  }
  gateway.send();
  await room.settle();
  const startedAt = room.now;
  room.shard.detach(gateway.lane);
  await room.advance(4_000);
  for (const [n, ms] of lasts.entries()) {
    const [, closed] = await room.memory.history(`counter/${n}`, 0, 9, 9);
    assert.equal(closed?.event.at, startedAt + ms);
  }
});
