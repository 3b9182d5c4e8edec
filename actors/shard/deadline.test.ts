import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerNumber } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import { BidWriter } from '../lane/bid-writer.ts';
import { LaneMemory } from '../lane/lane-memory.ts';
import { replyRecord } from '../lane/messages.ts';
import { counterRoom, ShardRoom } from '../testing/shard-room.ts';
import { ShardLane } from './shard-lane.ts';

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

test('a gateway whose hands are empty is not waited for; one that holds something is, and what is on its way', async () => {
  const room = await ShardRoom.open();
  const seller = room.gateway();
  const memory = new LaneMemory();
  const { hands } = memory;
  const lane = new ShardLane(() => {}, memory);
  room.shard.attach(lane);
  const arrive = () => room.shard.receive(lane, { orders: [], markMs: 0 });
  const isClosedAfter = async (actor: string) => {
    await room.openCounter(seller, actor, 1_000);
    await room.advance(1_000);
    await seller.sendAndSettle();
    return (await room.stored(actor)).includes('closed');
  };
  assert.equal(await isClosedAfter('counter/unconnected'), false);
  hands.empty();
  assert.equal(await isClosedAfter('counter/onItsWay'), false);
  arrive();
  await room.settle();
  for (const actor of ['unconnected', 'onItsWay']) {
    assert.deepEqual(await room.stored(`counter/${actor}`), ['opened', 'closed']);
  }
  assert.equal(await isClosedAfter('counter/empty'), true);
  hands.fill();
  assert.equal(await isClosedAfter('counter/held'), false);
  hands.empty();
  arrive();
  await room.settle();
  assert.deepEqual(await room.stored('counter/held'), ['opened', 'closed']);
});

test('a bid in time is decided before the hammer, also if it is written or stamped while the shard looks', async () => {
  for (const moment of ['written', 'stamped']) {
    const room = await ShardRoom.open();
    const seller = room.gateway();
    await room.openCounter(seller, 'counter/a', 1_000);
    const inTimeMs = room.now + 999;
    const memory = new LaneMemory();
    const writer = new BidWriter(memory.bids);
    const codes: (number | undefined)[] = [];
    const lane = new ShardLane(({ replies }) => codes.push(replies?.[replyRecord.code]), memory);
    room.shard.attach(lane);
    room.shard.receive(lane, { orders: [{ order: 'bind', handle: 0, actor: 'counter/a' }], markMs: 0 });
    memory.hands.empty();
    memory.hands.fill();
    room.shard.detach(seller.lane);
    await room.advance(1_000);
    // Until then the hammer waits for what the gateway holds.
    const look = () => {
      memory.hands.empty();
      room.shard.receive(lane, { orders: [], markMs: 0 });
    };
    const write = (clock: () => number) => writer.write(clock, 0, 0, 1, 1, 5, 0, 1);
    const clock = room.scheduler.now;
    if (moment === 'written') {
      const now = () => {
        // The shard has taken in what was there, and asks for the time to see which deadlines have come.
        Object.assign(room.scheduler, { now: clock });
        write(() => inTimeMs);
        return clock();
      };
      Object.assign(room.scheduler, { now });
    } else {
      write(() => {
        look();
        return inTimeMs;
      });
    }
    look();
    await room.settle();
    assert.deepEqual(
      codes.filter((code) => code !== undefined),
      [answerNumber.accepted],
      moment,
    );
    assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'closed'], moment);
  }
});

test('a gateway that goes away is not waited for', async () => {
  const room = await ShardRoom.open();
  const [stays, leaves] = [room.gateway(), room.gateway()];
  await room.openCounter(stays, 'counter/a', 1_000);
  await room.advance(1_000);
  await stays.sendAndSettle();
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
  await gateway.sendAndSettle();
  const slowest = Array.from({ length: 7_000 }, () => slow.add(onSlow, 1, { receivedAt: deadline - 1 }));
  await slow.sendAndSettle();
  assert.deepEqual(new Set(gateway.codes(early)), new Set(['accepted']));
  assert.deepEqual(new Set(slow.codes(slowest)), new Set(['accepted']));
  assert.deepEqual(new Set(gateway.codes(late)), new Set(['closed']));
  const stored = await room.stored('counter/a');
  assert.deepEqual([stored.length, stored.at(-1)], [14_002, 'closed']);
});

test('a late command that stands before early ones in the queue does not keep them from being decided', async () => {
  const { room, gateway, handle } = await counterRoom(300);
  const deadline = room.now + 300;
  room.journal.isHolding = true;
  gateway.add(handle, 1);
  gateway.send();
  await room.advance(limits.commitStallMs + 1);
  // The stall gives its time back, so what came after the old deadline is in time for the new one.
  const late = gateway.add(handle, 1, { receivedAt: deadline + 50 });
  const early = gateway.add(handle, 1, { receivedAt: deadline - 1 });
  gateway.send();
  await room.releaseCommit();
  assert.deepEqual(gateway.codes([late, early]), ['accepted', 'accepted']);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'restored', 'added', 'added']);
});

test('an addition that moves the deadline keeps the tick away until then', async () => {
  const { room, gateway, handle } = await counterRoom(1_000, 700);
  await room.advance(900);
  gateway.add(handle, 1);
  await gateway.sendAndSettle();
  assert.equal(room.scheduler.wakesAtMs, room.now + 700);
  await room.advance(699);
  await gateway.sendAndSettle();
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added']);
  await room.advance(1);
  await gateway.sendAndSettle();
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'closed']);
});

test('an addition received in time but decided after the deadline moves it, and the tick waits', async () => {
  const { room, gateway, handle } = await counterRoom(1_000, 700);
  const deadline = room.now + 1_000;
  await room.scheduler.leap(1_100);
  const added = gateway.add(handle, 1, { receivedAt: deadline - 1 });
  await gateway.sendAndSettle();
  assert.equal(gateway.code(added), 'accepted');
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added']);
  assert.equal(room.scheduler.wakesAtMs, room.now + 700);
});

test('a deadline that is moved back or taken away rings no more', async () => {
  const { room, gateway, handle } = await counterRoom(1_000);
  gateway.command(handle, { type: 'move', endsAt: room.now + 500 });
  await gateway.sendAndSettle();
  assert.equal(room.scheduler.wakesAtMs, room.now + 500);
  gateway.command(handle, { type: 'move', endsAt: null });
  await gateway.sendAndSettle();
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
  await gateway.sendAndSettle();
  const startedAt = room.now;
  room.shard.detach(gateway.lane);
  await room.advance(4_000);
  for (const [n, ms] of lasts.entries()) {
    const [, closed] = await room.memory.history(`counter/${n}`, 0, 9, 9);
    assert.equal(closed?.event.at, startedAt + ms);
  }
});

test('an addition after the deadline waits for one in time that is still on its way and moves the deadline', async () => {
  const { room, gateway, handle } = await counterRoom(1_000, 700);
  const slow = room.gateway();
  const onSlow = slow.bind('counter/a');
  slow.send();
  const deadline = room.now + 1_000;
  await room.advance(1_010);
  const late = gateway.add(handle, 2, { receivedAt: deadline + 5 });
  const muchLater = gateway.add(handle, 2, { receivedAt: deadline + 800 });
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.codes([late, muchLater]), [undefined, undefined]);
  const early = slow.add(onSlow, 1, { receivedAt: deadline - 1 });
  await slow.sendAndSettle();
  assert.equal(slow.code(early), 'accepted');
  // Decided now, it leaves 700 ms from now on, and so does the one after it.
  assert.equal(gateway.code(late), 'accepted');
  assert.equal(gateway.code(muchLater), undefined);
  await room.advance(700);
  for (const one of [gateway, slow]) await one.sendAndSettle();
  assert.equal(gateway.code(muchLater), 'closed');
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'added', 'closed']);
});

test('an addition after the deadline waits for one in time that stands behind it in the queue', async () => {
  const { room, gateway, handle } = await counterRoom(1_000, 700);
  // Without a mark of this one the deadline can't be dealt with.
  room.gateway();
  const deadline = room.now + 1_000;
  await room.scheduler.leap(1_010);
  const late = gateway.add(handle, 2, { receivedAt: deadline });
  const early = gateway.add(handle, 1, { receivedAt: deadline - 1 });
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.codes([late, early]), ['accepted', 'accepted']);
  assert.ok((gateway.replies.get(late)?.position ?? 0) > (gateway.replies.get(early)?.position ?? 0));
});

test('an addition that a gateway received beyond the deadline waits until the deadline has come to the shard', async () => {
  const { room, gateway, handle } = await counterRoom(1_000);
  const deadline = room.now + 1_000;
  await room.advance(999);
  const ahead = gateway.add(handle, 1, { receivedAt: deadline });
  const inTime = gateway.add(handle, 1);
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.codes([ahead, inTime]), [undefined, 'accepted']);
  await room.advance(1);
  await gateway.sendAndSettle();
  assert.equal(gateway.code(ahead), 'closed');
  assert.equal(room.shard.waitingCommands, 0);
});

test('what waits for the deadline is decided as soon as an operator moves it or takes it away, and no operator waits', async () => {
  for (const endsAt of [null, 5_000]) {
    const { room, gateway, handle } = await counterRoom(1_000);
    room.gateway();
    await room.advance(1_000);
    const late = gateway.add(handle, 1);
    await gateway.sendAndSettle();
    assert.equal(gateway.code(late), undefined);
    const moved = gateway.command(handle, { type: 'move', endsAt: endsAt && room.now + endsAt });
    await gateway.sendAndSettle();
    assert.deepEqual(gateway.codes([moved, late]), ['accepted', 'accepted']);
  }
});

test('what waits for the deadline is decided when a stall gives its time back', async () => {
  const { room, gateway, handle } = await counterRoom(1_000);
  room.gateway();
  await room.advance(1_000);
  const late = gateway.add(handle, 1);
  gateway.send();
  room.journal.isHolding = true;
  gateway.add(gateway.bind('counter/b'), 1);
  await gateway.sendAndSettle();
  await room.advance(limits.commitStallMs + 1);
  assert.equal(gateway.code(late), undefined);
  await room.releaseCommit();
  assert.equal(gateway.code(late), 'accepted');
});

test('what waits for the deadline of an actor is answered when the actor is forgotten, stopped, or left alone', async () => {
  for (const [end, code] of [
    ['lost', 'retry'],
    ['poison', 'halted'],
    ['detach', 'closed'],
  ] as const) {
    const { room, gateway, handle } = await counterRoom(1_000);
    const silent = room.gateway();
    await room.advance(1_000);
    const late = gateway.add(handle, 1);
    await gateway.sendAndSettle();
    assert.equal(room.shard.waitingCommands, 1);
    if (end === 'lost') room.journal.outcomes.push('lostBefore');
    if (end !== 'detach')
      gateway.command(handle, end === 'lost' ? { type: 'whisper', count: 1 } : { type: end });
    else room.shard.detach(silent.lane);
    await gateway.sendAndSettle();
    assert.equal(gateway.code(late), code);
    assert.equal(room.shard.waitingCommands, 0);
  }
});

test('a flood after the deadline keeps nobody out who was in time', async () => {
  const { room, gateway, handle } = await counterRoom(1_000);
  const slow = room.gateway();
  const onSlow = slow.bind('counter/a');
  slow.send();
  const deadline = room.now + 1_000;
  await room.scheduler.leap(1_005);
  for (let n = 1; n < limits.maxMailboxCommands; n++) gateway.add(handle, 1, { receivedAt: deadline });
  await gateway.sendAndSettle();
  const early = Array.from({ length: 2_000 }, () => slow.add(onSlow, 1, { receivedAt: deadline - 1 }));
  await slow.sendAndSettle();
  assert.deepEqual(new Set(slow.codes(early)), new Set(['accepted']));
});

test('an actor that waits for its deadline with mail from beyond it takes no turns meanwhile', async () => {
  const { room, gateway, handle } = await counterRoom(60_000);
  gateway.add(handle, 1, { receivedAt: room.now + 60_000 });
  await gateway.sendAndSettle();
  gateway.unbind(handle);
  await gateway.sendAndSettle();
  const { soon } = room.scheduler;
  let turns = 0;
  room.scheduler.soon = (task) => {
    turns++;
    soon.call(room.scheduler, task);
  };
  await room.advance(50_000);
  assert.deepEqual([turns, room.shard.waitingCommands, room.shard.cells.size], [0, 1, 1]);
  room.shard.detach(gateway.lane);
  await room.advance(10_000);
  assert.deepEqual([room.shard.waitingCommands, room.shard.cells.size], [0, 0]);
});
