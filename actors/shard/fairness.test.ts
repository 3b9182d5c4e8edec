import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { counter } from '../testing/counter.ts';
import type { GatewayEnd } from '../testing/gateway-end.ts';
import { counterRoom, ShardRoom } from '../testing/shard-room.ts';

/** The actors of the commands that are decided, in order. */
function decisionsOf(room: ShardRoom): string[] {
  const order: string[] = [];
  for (const cell of room.shard.cells.values()) {
    const behaviour = {
      ...counter,
      decide: (...[state, command, now]: Parameters<typeof counter.decide>) => {
        order.push(cell.actor);
        return counter.decide(state, command, now);
      },
    };
    Object.defineProperty(cell, 'behaviour', { value: behaviour });
  }
  return order;
}

/** Fills an actor's mailbox while the journal is too slow for anything to be decided. */
async function fillWhileStalled(room: ShardRoom, gateway: GatewayEnd, handle: number, count: number) {
  room.journal.isHolding = true;
  gateway.add(handle, 1);
  gateway.send();
  await room.advance(limits.commitStallMs + 1);
  const correlations = Array.from({ length: count }, () => gateway.add(handle, 1));
  gateway.send();
  return correlations;
}

async function endStall(room: ShardRoom) {
  await room.releaseCommit();
}

test('a full mailbox refuses at once, and all that is in it is decided', async () => {
  const { room, gateway, handle } = await counterRoom();
  const sent = await fillWhileStalled(room, gateway, handle, limits.maxMailboxCommands + 10);
  const [taken, refused] = [sent.slice(0, -10), sent.slice(-10)];
  assert.deepEqual(new Set(gateway.codes(refused)), new Set(['busy']));
  assert.deepEqual(new Set(gateway.codes(taken)), new Set([undefined]));
  assert.equal(room.shard.waitingCommands, limits.maxMailboxCommands);
  await endStall(room);
  assert.deepEqual(new Set(gateway.codes(taken)), new Set(['accepted']));
  assert.equal(room.shard.waitingCommands, 0);
  // A retry of what was refused as busy is a new command, for nothing of it was remembered.
  const again = gateway.add(handle, 1, { id: refused[0] as number });
  await gateway.sendAndSettle();
  assert.equal(gateway.replies.get(again)?.value, limits.maxMailboxCommands + 2);
});

test('the mailboxes of a shard are bounded together', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const boxes = limits.maxShardCommands / limits.maxMailboxCommands;
  const handles: number[] = [];
  for (let n = 0; n <= boxes; n++) handles.push(await room.openCounter(gateway, `counter/${n}`, 60_000));
  await fillWhileStalled(room, gateway, handles[0] as number, limits.maxMailboxCommands);
  for (const handle of handles.slice(1, boxes)) {
    for (let n = 0; n < limits.maxMailboxCommands; n++) gateway.add(handle, 1);
    gateway.send();
  }
  const late = gateway.add(handles[boxes] as number, 1);
  gateway.send();
  assert.equal(gateway.code(late), 'busy');
  assert.equal(room.shard.waitingCommands, limits.maxShardCommands);
});

test('a hot actor keeps its neighbours waiting for its share of a turn and no longer', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const hot = await room.openCounter(gateway, 'counter/hot', 60_000);
  const neighbours: number[] = [];
  for (const name of ['b', 'c', 'd']) {
    neighbours.push(await room.openCounter(gateway, `counter/${name}`, 60_000));
  }
  await fillWhileStalled(room, gateway, hot, 5_000);
  for (const handle of neighbours) gateway.add(handle, 1);
  gateway.send();
  const order = decisionsOf(room);
  await endStall(room);
  for (const name of ['b', 'c', 'd']) {
    // The first decisions of all are what the stall gives back.
    const place = order.indexOf(`counter/${name}`, order.indexOf(`counter/${name}`) + 1);
    const hotBefore = order.slice(0, place).filter((actor) => actor === 'counter/hot').length;
    assert.ok(place > 0 && hotBefore <= limits.turnCommandsPerActor + 1, `${hotBefore} before ${name}`);
  }
  assert.equal(order.filter((actor) => actor === 'counter/hot').length, 5_001);
});

test('an operator is heard before all the bids that wait', async () => {
  const { room, gateway, handle } = await counterRoom();
  const waiting = await fillWhileStalled(room, gateway, handle, 1_000);
  const moved = gateway.command(handle, { type: 'move', endsAt: room.now + 90_000 });
  gateway.send();
  await endStall(room);
  const order = gateway.heard.flatMap((one) => (one.hears === 'reply' ? [one.correlation] : []));
  assert.ok(order.indexOf(moved) < order.indexOf(waiting[0] as number));
  assert.equal(order.length, new Set(order).size);
});

test('a turn that has used its time lets the thread look at its port, and goes on by itself', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handles: number[] = [];
  for (const name of ['a', 'b']) handles.push(await room.openCounter(gateway, `counter/${name}`, 60_000));
  await fillWhileStalled(room, gateway, handles[0] as number, limits.maxMailboxCommands);
  for (let n = 0; n < limits.maxMailboxCommands; n++) gateway.add(handles[1] as number, 1);
  gateway.send();
  const perTurn: number[] = [];
  const soon = room.scheduler.soon.bind(room.scheduler);
  let decided = room.shard.measures.decided;
  room.scheduler.soon = (task) => {
    perTurn.push(room.shard.measures.decided - decided);
    decided = room.shard.measures.decided;
    soon(task);
  };
  // The next commit is held as well, so that no end of a commit gives the shard another turn.
  room.journal.settle();
  await room.settle();
  assert.deepEqual(perTurn, [limits.turnCommandsPerShard]);
  assert.equal(room.shard.measures.decided - decided, limits.turnCommandsPerShard);
  await endStall(room);
  assert.equal(room.shard.waitingCommands, 0);
});
