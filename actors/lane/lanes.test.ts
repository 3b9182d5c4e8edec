import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandRecord } from '../../schema/behaviour.ts';
import { limits } from '../../schema/limits.ts';
import { shardOfSlot, slotOf } from '../slots.ts';
import { poisonAmount } from '../testing/counter.ts';
import { LanesRoom, PatientTicket, WritingWatcher } from '../testing/lanes-room.ts';
import { portPair } from '../testing/port-pair.ts';
import { BidReader } from './bid-reader.ts';
import type { ActorHandle } from './lane.ts';
import { LaneMemory } from './lane-memory.ts';
import { Lanes, type LanesOptions } from './lanes.ts';
import { bidsWait, type ToShard } from './messages.ts';

/** The fewest idle handles of which the oldest is given up. */
const tooManyIdle = 4_097;
/** After this long an idle handle is given up. */
const longIdleMs = 60_000;

let bidIds = 0;

function bid(handle: ActorHandle, amount: number): PatientTicket {
  const ticket = new PatientTicket();
  handle.lane.bid(handle, 1, ++bidIds, amount, 0, ticket);
  return ticket;
}

/** Lanes of a gateway with no shard behind them, at a time that stands still; what is due soon is done at once. */
function loneLanes(other: Partial<LanesOptions> = {}): Lanes {
  return new Lanes({
    shardCount: 1,
    now: () => 0,
    soon: (task) => task(),
    at: () => {},
    onDelivered: () => {},
    onSummaries: () => {},
    ...other,
  });
}

/** Holds and gives up so many actors that nobody else holds. */
function pass(all: LanesRoom, count: number): void {
  for (let n = 0; n < count; n++) all.lanes.release(all.lanes.hold(`counter/passing${n}`));
}

test('every ticket gets its own answer, once, however often numbers are used again', async () => {
  const all = await LanesRoom.open();
  const handles = ['a', 'b', 'c'].map((name) => all.lanes.hold(`counter/${name}`));
  const values = handles.map(() => 0);
  for (let round = 0; round < 20; round++) {
    const expected: { ticket: PatientTicket; code: string; value: number }[] = [];
    for (let n = 0; n < 400; n++) {
      const place = n % handles.length;
      const amount = (n * 7 + round) % 5;
      values[place] = (values[place] as number) + amount;
      expected.push({
        ticket: bid(handles[place] as ActorHandle, amount),
        code: amount === 0 ? 'too_low' : 'accepted',
        value: values[place] as number,
      });
    }
    await all.room.settle();
    for (const { ticket, code, value } of expected)
      assert.deepEqual([ticket.code, ticket.value], [code, value]);
  }
});

test('whatever is said in one turn crosses in one message', async () => {
  const all = await LanesRoom.open();
  const posted = all.ports?.posted() as number;
  const handle = all.lanes.hold('counter/a');
  for (let n = 0; n < 1_000; n++) bid(handle, 1);
  all.lanes.watch(handle, new WritingWatcher());
  void all.lanes.command('counter/b', { type: 'whisper', count: 1 });
  await all.room.settle();
  assert.equal(all.ports?.posted(), posted + 1);
});

test('commands and questions are answered through the client that the rest of the service has', async () => {
  const all = await LanesRoom.open();
  const opened = all.lanes.command('counter/a', { type: 'open', endsAt: all.room.now + 9_000, windowMs: 0 });
  const stranger = all.lanes.command('nothing/a', {});
  const asked = all.lanes.ask('counter/a', 'value');
  await all.room.settle();
  assert.equal((await opened).code, 0);
  assert.equal((await stranger).position, 0);
  assert.deepEqual(await asked, { question: 'value', value: 0, whispers: 0 });
});

test('a watcher gets a picture and then the news, and nothing any more once it has stopped', async () => {
  const all = await LanesRoom.open();
  const handle = all.lanes.hold('counter/a');
  const watcher = new WritingWatcher();
  all.lanes.watch(handle, watcher);
  await all.room.settle();
  assert.equal(watcher.pictures.at(-1)?.position, 0);
  bid(handle, 1);
  bid(handle, 1);
  await all.room.settle();
  assert.deepEqual(watcher.pieces, [[1, 2]]);
  all.lanes.unwatch(handle);
  bid(handle, 1);
  await all.room.settle();
  assert.equal(watcher.pieces.length, 1);
});

test('a watcher of an actor that is stopped is told so, also if it asks again, and gets a picture with the next shard', async () => {
  const all = await LanesRoom.open();
  const handle = all.lanes.hold('counter/a');
  const [first, second] = [new WritingWatcher(), new WritingWatcher()];
  all.lanes.watch(handle, first);
  await all.room.settle();
  const poison = bid(handle, poisonAmount);
  await all.room.settle();
  assert.deepEqual([poison.code, first.haltCount], ['halted', 1]);
  all.lanes.watch(handle, second);
  const asked = all.lanes.ask('counter/a', 'value');
  await all.room.settle();
  assert.deepEqual([first.haltCount, second.haltCount, second.pictures, await asked], [1, 1, [], null]);
  await all.loseShard();
  await all.connect();
  assert.equal(second.pictures.at(-1)?.position, 0);
});

test('a shard that is lost: everyone who waits hears retry once, and what comes meanwhile at once', async () => {
  const all = await LanesRoom.open();
  all.room.journal.isHolding = true;
  const handle = all.lanes.hold('counter/a');
  const waiting = [1, 2, 3].map((amount) => bid(handle, amount));
  const command = all.lanes.command('counter/a', { type: 'whisper', count: 1 });
  await all.room.settle();
  const asked = all.lanes.ask('counter/a', 'value');
  await all.room.settle();
  const unsent = bid(handle, 4);
  const watcher = new WritingWatcher();
  all.lanes.watch(handle, watcher);
  await all.loseShard();
  all.lanes.lost(0);
  assert.deepEqual(watcher.pictures, [null]);
  for (const ticket of [...waiting, unsent]) assert.equal(ticket.code, 'retry');
  const retry = (await command).code;
  assert.equal(await asked, null);
  assert.equal(bid(handle, 5).code, 'retry');
  assert.equal((await all.lanes.command('counter/a', { type: 'whisper', count: 1 })).code, retry);
  assert.equal(await all.lanes.ask('counter/a', 'value'), null);
  assert.deepEqual(await all.lanes.inspect({ inspect: 'shard', hottest: 1 }), [null]);
});

test('with the next shard everything that was held and watched works again by itself', async () => {
  const all = await LanesRoom.open();
  const [watched, plain] = [all.lanes.hold('counter/a'), all.lanes.hold('counter/b')];
  const watcher = new WritingWatcher();
  all.lanes.watch(watched, watcher);
  all.lanes.summaries(true);
  bid(watched, 5);
  await all.room.settle();
  await all.loseShard();
  const arrived = all.lanes.hold('counter/c');
  const lateWatcher = new WritingWatcher();
  all.lanes.watch(arrived, lateWatcher);
  await all.connect();
  assert.deepEqual(
    [watcher, lateWatcher].map(({ pictures }) => pictures.at(-1)?.position),
    [1, 0],
  );
  const tickets = [bid(watched, 6), bid(plain, 7), bid(arrived, 8)];
  await all.room.settle();
  assert.deepEqual(
    tickets.map(({ code, value }) => [code, value]),
    [
      ['accepted', 11],
      ['accepted', 7],
      ['accepted', 8],
    ],
  );
  assert.deepEqual(watcher.pieces.at(-1), [2, 2]);
  await all.room.advance(1_000);
  const told = all.summaries.map(({ actor }) => actor).sort();
  assert.deepEqual(told.slice(-3), ['counter/a', 'counter/b', 'counter/c']);
});

test('what a lost shard sent before, and what arrives only now, answers nobody of today', async () => {
  const { near, far } = portPair();
  const lanes = loneLanes();
  lanes.connect(0, near, new LaneMemory());
  const answered: string[] = [];
  const handle = lanes.hold('counter/a');
  handle.lane.bid(handle, 1, 1, 5, 0, { answered: () => answered.push('first') });
  const nothing = { news: [], refreshes: [], halts: [], answers: [], summaries: [], wantMarkMs: 0 };
  far.postMessage({ ...nothing, replies: Float64Array.of(0, 0, 5, 0, 1) });
  lanes.lost(0);
  lanes.connect(0, portPair().near, new LaneMemory());
  handle.lane.bid(handle, 1, 2, 5, 0, { answered: () => answered.push('second') });
  await new Promise(setImmediate);
  assert.deepEqual(answered, ['first']);
});

test('handles that nobody holds are kept for a while, the latest ones, and the others are given up', async () => {
  const all = await LanesRoom.open();
  const held = all.lanes.hold('counter/held');
  pass(all, tooManyIdle + 9);
  await all.room.settle();
  const names = new Set(all.room.shard.cells.keys());
  assert.equal(names.size, tooManyIdle);
  for (let n = 0; n < 10; n++) assert.equal(names.has(`counter/passing${n}`), false);
  assert.ok(names.has('counter/passing10') && names.has('counter/held'));
  const ticket = bid(held, 5);
  await all.room.settle();
  assert.equal(ticket.code, 'accepted');
});

test('an actor that nobody has held for a while is forgotten with the next that is said, others are not', async () => {
  const all = await LanesRoom.open();
  const held = all.lanes.hold('counter/held');
  pass(all, 9);
  await all.room.settle();
  await all.room.advance(longIdleMs / 2);
  const again = all.lanes.hold('counter/passing3');
  bid(again, 5);
  await all.room.settle();
  all.lanes.release(again);
  assert.equal(all.room.shard.cells.size, 10);
  await all.room.advance(longIdleMs / 2);
  const ticket = bid(held, 5);
  await all.room.settle();
  assert.deepEqual([...all.room.shard.cells.keys()].sort(), ['counter/held', 'counter/passing3']);
  assert.equal(ticket.code, 'accepted');
});

test('a handle that is held again is not given up', async () => {
  const all = await LanesRoom.open();
  const handle = all.lanes.hold('counter/a');
  all.lanes.release(handle);
  assert.equal(all.lanes.hold('counter/a'), handle);
  pass(all, tooManyIdle);
  bid(handle, 5);
  await all.room.settle();
  assert.deepEqual(await all.room.stored('counter/a'), ['added']);
});

test('a bid reaches the actor that it was meant for, even if its handle stands for another one by then', async () => {
  for (const hasOrdersInHand of [false, true]) {
    const all = await LanesRoom.open();
    const handle = all.lanes.hold('counter/meant');
    await all.room.settle();
    if (hasOrdersInHand) all.lanes.summaries(true);
    const ticket = bid(handle, 5);
    all.lanes.release(handle);
    pass(all, tooManyIdle - 1);
    const other = all.lanes.hold('counter/other');
    assert.equal(other.handle, handle.handle);
    await all.room.settle();
    assert.deepEqual([ticket.code, await all.room.stored('counter/other')], ['accepted', []]);
    assert.deepEqual(await all.room.stored('counter/meant'), ['added']);
  }
});

test('a mark that the shard wants comes when its time has come, and the hammer falls then', async () => {
  const all = await LanesRoom.open();
  void all.lanes.command('counter/a', { type: 'open', endsAt: all.room.now + 1_000, windowMs: 0 });
  await all.room.settle();
  await all.room.advance(999);
  assert.deepEqual(await all.room.stored('counter/a'), ['opened']);
  await all.room.advance(1);
  assert.deepEqual(await all.room.stored('counter/a'), ['opened', 'closed']);
});

test('a shard sees which orders a gateway holds or has on their way, and bids as soon as they are written', () => {
  const { near } = portPair();
  const memory = new LaneMemory();
  const { hands } = new LaneMemory(memory.shared);
  const bids = new BidReader(new LaneMemory(memory.shared).bids);
  const posted: ToShard[] = [];
  near.postMessage = (message: ToShard) => void posted.push(message);
  const soon: (() => void)[] = [];
  const lanes = loneLanes({ now: () => 1_500, soon: (task) => void soon.push(task) });
  const flush = () => {
    for (const task of soon.splice(0)) task();
  };
  assert.equal(hands.areEmpty(0), false);
  lanes.connect(0, near, memory);
  const handle = lanes.hold('counter/a');
  handle.lane.bid(handle, 1, 1, 5, 0, { answered() {} });
  assert.deepEqual([hands.areEmpty(0), bids.next(0)], [false, -1]);
  flush();
  assert.deepEqual([hands.areEmpty(0), hands.areEmpty(1), posted.length], [false, true, 1]);
  assert.notEqual(bids.next(1), -1);
  handle.lane.bid(handle, 1, 2, 5, 0, { answered() {} });
  assert.deepEqual([hands.areEmpty(1), posted.length], [true, 1]);
  const at = bids.next(1);
  assert.equal(bids.records[at + commandRecord.receivedAt], 1_500);
  lanes.unwatch(handle);
  assert.equal(hands.areEmpty(1), false);
  flush();
  assert.equal(hands.areEmpty(2), true);
});

test('a shard that has not heard yet that bids wait is not told again', () => {
  const { near } = portPair();
  const memory = new LaneMemory();
  const posted: ToShard[] = [];
  near.postMessage = (message: ToShard) => void posted.push(message);
  const lanes = loneLanes();
  lanes.connect(0, near, memory);
  const handle = lanes.hold('counter/a');
  posted.length = 0;
  for (let n = 1; n < 4; n++) handle.lane.bid(handle, 1, n, 5, 0, { answered() {} });
  assert.deepEqual(posted, [bidsWait]);
  new BidReader(memory.bids).heard();
  handle.lane.bid(handle, 1, 4, 5, 0, { answered() {} });
  assert.deepEqual(posted, [bidsWait, bidsWait]);
});

test('more bids than fit on the way to a shard that does not take them are refused as busy', async () => {
  const all = await LanesRoom.open();
  const handle = all.lanes.hold('counter/a');
  await all.room.settle();
  const tickets = Array.from({ length: limits.laneBids + 2 }, () => bid(handle, 1));
  assert.deepEqual(
    tickets.slice(-3).map(({ code }) => code),
    [null, 'busy', 'busy'],
  );
  await all.room.settle();
  for (const { code } of tickets) assert.notEqual(code, null);
  const again = bid(handle, 1);
  await all.room.settle();
  assert.equal(again.code, 'accepted');
});

test('each actor is reached by the lane of its own shard', () => {
  const posted: number[] = [];
  const lanes = loneLanes({ shardCount: 3 });
  for (let shard = 0; shard < 3; shard++) {
    const { near } = portPair();
    near.postMessage = () => void posted.push(shard);
    lanes.connect(shard, near, new LaneMemory());
  }
  for (let n = 0; n < 50; n++) {
    posted.length = 0;
    void lanes.command(`counter/${n}`, {});
    assert.deepEqual(new Set(posted), new Set([shardOfSlot(slotOf(`counter/${n}`), 3)]));
  }
});

test('closing sends what is waiting and answers everyone', async () => {
  const all = await LanesRoom.open();
  const handle = all.lanes.hold('counter/a');
  const ticket = bid(handle, 5);
  all.lanes.close();
  await all.room.settle();
  assert.equal(ticket.code, 'retry');
  assert.deepEqual(await all.room.stored('counter/a'), ['added']);
});
