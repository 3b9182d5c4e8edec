import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { ShardRoom } from '../testing/shard-room.ts';

test('an actor that nobody holds and that waits for nothing is forgotten, and found again', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = gateway.bind('counter/a');
  gateway.add(handle, 5);
  await gateway.sendAndSettle();
  assert.equal(room.shard.cells.size, 1);
  gateway.unbind(handle);
  gateway.send();
  assert.equal(room.shard.cells.size, 0);
  const again = gateway.bind('counter/a');
  const asked = gateway.ask(again, 'value');
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.answers.get(asked), { question: 'value', value: 5, whispers: 0 });
});

test('an actor stays as long as its commit is under way, and goes after it', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = gateway.bind('counter/a');
  gateway.send();
  room.journal.isHolding = true;
  gateway.add(handle, 5);
  await gateway.sendAndSettle();
  gateway.unbind(handle);
  gateway.send();
  assert.equal(room.shard.cells.size, 1);
  room.journal.settle();
  await room.settle();
  assert.equal(room.shard.cells.size, 0);
});

test('whatever was the last thing to be done for a gateway that left, nothing of it stays', async () => {
  const room = await ShardRoom.open();
  for (const last of ['accepted', 'refused', 'asked', 'watched', 'cold', 'lost'] as const) {
    const gateway = room.gateway();
    const handle = gateway.bind(`counter/${last}`);
    if (last !== 'cold') {
      gateway.add(handle, 5);
      await gateway.sendAndSettle();
    }
    room.journal.isHolding = true;
    gateway.add(handle, 1);
    await gateway.sendAndSettle();
    // Decisions wait until the stall is over, so that the gateway is gone when they come.
    if (last !== 'cold') await room.advance(limits.commitStallMs + 1);
    if (last === 'accepted') gateway.add(handle, 5);
    if (last === 'refused') gateway.add(handle, 0);
    if (last === 'asked') gateway.ask(handle, 'value');
    if (last === 'watched') gateway.watch(handle);
    gateway.send();
    room.shard.detach(gateway.lane);
    room.journal.isHolding = false;
    for (const { settle } of room.journal.held.splice(0)) settle(last === 'lost' ? 'lostBefore' : 'written');
    await room.advance(5_000);
    assert.deepEqual([...room.shard.cells.keys()], [], last);
  }
});

test('an actor with a deadline stays without anybody, and goes when it is closed', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  await room.openCounter(gateway, 'counter/a', 1_000);
  room.shard.detach(gateway.lane);
  assert.equal(room.shard.cells.size, 1);
  await room.advance(1_000);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'closed']);
  assert.equal(room.shard.cells.size, 0);
  assert.equal(room.shard.waitingDeadlines, 0);
});

test('quiet actors cost nothing until their deadline, however many they are', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  for (let n = 0; n < 1_000; n++) await room.openCounter(gateway, `counter/${n}`, 3_600_000);
  const { messageCount } = gateway;
  const { commitsTried, loads } = room.journal;
  const { decided } = room.shard.measures;
  await room.advance(60_000);
  assert.deepEqual(
    [gateway.messageCount, room.journal.commitsTried, room.journal.loads, room.shard.measures.decided],
    [messageCount, commitsTried, loads, decided],
  );
});

test('after a start the actors that wait for a deadline are in memory, and others are not', async () => {
  const first = await ShardRoom.open();
  const before = first.gateway();
  for (let n = 0; n < limits.loadActors * 2 + 1; n++) {
    await first.openCounter(before, `counter/running${n}`, 60_000);
  }
  before.add(before.bind('counter/quiet'), 5);
  await before.sendAndSettle();
  const room = await first.crash(0);
  assert.equal(room.shard.cells.size, limits.loadActors * 2 + 1);
  assert.equal(room.shard.cells.has('counter/quiet'), false);
  for (const cell of room.shard.cells.values()) assert.equal(cell.status, 'ready');
  assert.equal(room.journal.loads, 3);
});
