import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { slotCount } from '../slots.ts';
import type { GatewayEnd } from '../testing/gateway-end.ts';
import { counterRoom, ShardRoom } from '../testing/shard-room.ts';

interface Picture {
  readonly endsAt: number | null;
  readonly value: number;
}

async function picture(gateway: GatewayEnd, handle: number): Promise<Picture> {
  return ((await gateway.answerTo(handle, { ask: 'snapshot' })) as { state: Picture }).state;
}

test('a commit that stalled is an outage, given back before anything else is decided', async () => {
  const { room, gateway, handle } = await counterRoom();
  const idle = await room.openCounter(gateway, 'counter/idle', 60_000);
  const endsAt = room.now + 60_000;
  room.journal.isHolding = true;
  const added = gateway.add(handle, 5);
  gateway.send();
  await room.advance(900);
  const waiting = gateway.add(handle, 6);
  gateway.send();
  await room.advance(100);
  await room.releaseCommit();
  assert.deepEqual(gateway.codes([added, waiting]), ['accepted', 'accepted']);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'restored', 'added']);
  assert.deepEqual(await room.stored('counter/idle'), ['opened', 'restored']);
  for (const one of [handle, idle]) {
    assert.equal((await picture(gateway, one)).endsAt, endsAt + 1_000);
  }
});

test('what was decided behind a stalled commit waits for its own, and the time is given back once', async () => {
  const { room, gateway, handle } = await counterRoom();
  const endsAt = room.now + 60_000;
  room.journal.isHolding = true;
  gateway.add(handle, 5);
  gateway.send();
  await room.advance(100);
  const behind = gateway.add(handle, 6);
  gateway.send();
  await room.advance(900);
  await room.releaseCommit();
  assert.equal(gateway.code(behind), 'accepted');
  assert.equal((await picture(gateway, handle)).endsAt, endsAt + 1_000);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'added', 'restored']);
});

test('time that was given back in a commit that was lost is given back again', async () => {
  const { room, gateway, handle } = await counterRoom();
  const endsAt = room.now + 60_000;
  room.journal.isHolding = true;
  gateway.add(handle, 5);
  gateway.send();
  await room.advance(1_000);
  room.journal.settle();
  await room.settle();
  room.journal.isHolding = false;
  room.journal.settle('lostBefore');
  await room.advance(1_000);
  // Nobody could bid until the first pause after the relapse was over.
  assert.equal((await picture(gateway, handle)).endsAt, endsAt + 1_000 + limits.minRetryMs);
});

test('a commit that took just as long as it may is no outage', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.isHolding = true;
  gateway.add(handle, 5);
  gateway.send();
  await room.advance(limits.commitStallMs);
  room.journal.settle();
  await room.settle();
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added']);
});

test('no hammer falls while a commit is stalled', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = await room.openCounter(gateway, 'counter/hot', 60_000);
  await room.openCounter(gateway, 'counter/closing', 500);
  room.journal.isHolding = true;
  gateway.add(handle, 5);
  gateway.send();
  await room.advance(450);
  gateway.send();
  await room.advance(550);
  gateway.send();
  await room.releaseCommit();
  assert.deepEqual(await room.stored('counter/closing'), ['opened', 'restored']);
});

test('while the journal is down everyone hears retry, and the time is given back to all, in memory or not', async () => {
  const first = await ShardRoom.open();
  const before = first.gateway();
  const [hotEnd, coldEnd] = [first.now + 60_000, first.now + 70_000];
  await first.openCounter(before, 'counter/hot', 60_000);
  await first.openCounter(before, 'counter/cold', 70_000);
  const { memory, now } = first;
  first.scheduler.end();

  const room = await ShardRoom.open({ memory, nowMs: now });
  const gateway = room.gateway();
  // One of them is forgotten when the journal goes down, for its commit is lost.
  const [hot, cold] = [gateway.bind('counter/hot'), gateway.bind('counter/cold')];
  gateway.add(hot, 1);
  await gateway.sendAndSettle();
  room.journal.isDown = true;
  const startedAt = room.now;
  const lostInFlight = gateway.add(hot, 2);
  gateway.send();
  await room.advance(5_000);
  assert.equal(gateway.code(lostInFlight), 'retry');
  const [onHot, onCold] = [gateway.add(hot, 3), gateway.add(cold, 3)];
  gateway.send();
  assert.deepEqual(gateway.codes([onHot, onCold]), ['retry', 'retry']);
  room.journal.isDown = false;
  await room.advance(limits.maxRetryMs);
  assert.equal(room.shard.isDown, false);
  const stored = await room.memory.history('counter/cold', 0, 9, 9);
  const restored = stored.find(({ event }) => event.type === 'restored');
  const recoveredAt = restored?.event.at as number;
  const lostMs = recoveredAt - startedAt;
  assert.ok(lostMs >= 5_000);
  assert.equal((await picture(gateway, hot)).endsAt, hotEnd + lostMs);
  assert.equal((await picture(gateway, cold)).endsAt, coldEnd + lostMs);
});

test('a crash is given back once: from the last sign of life, to every running actor, however often it is rebuilt', async () => {
  const first = await ShardRoom.open();
  const before = first.gateway();
  const endsAt = first.now + 60_000;
  const handle = await first.openCounter(before, 'counter/a', 60_000);
  const added = before.add(handle, 5);
  before.send();
  await first.advance(10 * limits.heartbeatMs + 100);
  assert.equal(before.code(added), 'accepted');

  const room = await first.crash(7_000);
  const gateway = room.gateway();
  const again = gateway.bind('counter/a');
  assert.deepEqual(await picture(gateway, again), {
    value: 5,
    endsAt: endsAt + 7_100,
    isClosed: false,
  });
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'restored']);

  const third = await room.crash(0);
  await third.settle();
  assert.deepEqual(await third.stored('counter/a'), ['opened', 'added', 'restored']);
});

test('a deadline that passed while nobody ran the actor does not close it before the outage is given back', async () => {
  const first = await ShardRoom.open();
  const before = first.gateway();
  await first.openCounter(before, 'counter/a', 1_000);
  const endsAt = first.now + 1_000;
  const room = await first.crash(600_000);
  await room.advance(999);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'restored']);
  await room.advance(1);
  assert.equal(room.now, endsAt + 600_000);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'restored', 'closed']);
});

test('a crash in an outage gives all of it back, even if signs of life could have been written', async () => {
  const first = await ShardRoom.open();
  const before = first.gateway();
  const handle = await first.openCounter(before, 'counter/a', 60_000);
  const endsAt = first.now + 60_000;
  await first.advance(limits.heartbeatMs);
  const outageFrom = first.now;
  first.journal.outcomes.push('lostBefore');
  first.journal.failing.add('recordOutage');
  before.add(handle, 5);
  before.send();
  await first.advance(9_000);
  const room = await first.crash(1_000);
  const gateway = room.gateway();
  const { endsAt: restoredEnd } = await picture(gateway, gateway.bind('counter/a'));
  assert.equal(restoredEnd, endsAt + room.now - outageFrom);
});

test('a stop in an outage signs no life, so that the next start gives all of it back', async () => {
  const first = await ShardRoom.open();
  const before = first.gateway();
  const handle = await first.openCounter(before, 'counter/a', 60_000);
  const endsAt = first.now + 60_000;
  await first.advance(limits.heartbeatMs);
  const outageFrom = first.now;
  first.journal.isDown = true;
  before.add(handle, 5);
  before.send();
  await first.advance(9_010);
  first.journal.isDown = false;
  await first.shard.stop();
  const room = await first.crash(1_000);
  const gateway = room.gateway();
  const { endsAt: restoredEnd } = await picture(gateway, gateway.bind('counter/a'));
  assert.equal(restoredEnd, endsAt + room.now - outageFrom);
});

test('a stop and a start give back exactly the time between them', async () => {
  const first = await ShardRoom.open();
  const before = first.gateway();
  await first.openCounter(before, 'counter/a', 60_000);
  const endsAt = first.now + 60_000;
  await first.advance(1_234);
  await first.shard.stop();
  const room = await first.crash(5_000);
  const gateway = room.gateway();
  assert.equal((await picture(gateway, gateway.bind('counter/a'))).endsAt, endsAt + 5_000);
});

test('commits that are slow one after the other, each within its time, leave nobody less time to answer', async () => {
  const { room, gateway, handle } = await counterRoom();
  const other = await room.openCounter(gateway, 'counter/b', 300, limits.minFloorMs);
  room.journal.isHolding = true;
  gateway.add(handle, 1);
  gateway.send();
  await room.advance(1);
  // Decided now, but in the commit after the one in flight: the others see it only when that one is done.
  const added = gateway.add(other, 1);
  gateway.send();
  const slowMs = limits.commitStallMs - 10;
  await room.advance(slowMs);
  room.journal.settle();
  await room.settle();
  await room.advance(slowMs);
  await gateway.sendAndSettle();
  const seenAt = room.now;
  await room.releaseCommit();
  assert.equal(gateway.code(added), 'accepted');
  assert.deepEqual((await room.stored('counter/b')).includes('closed'), false);
  const { endsAt } = await picture(gateway, other);
  assert.ok((endsAt ?? 0) - seenAt >= limits.minFloorMs - limits.commitStallMs, `${(endsAt ?? 0) - seenAt}`);
});

const allSlots = [...Array(slotCount).keys()];

/** The outages in the journal. A claim at no time tells them and adds none. */
async function outagesOf(room: ShardRoom): Promise<Array<readonly [from: number, to: number]>> {
  const { outages } = await room.memory.claim(allSlots, 'reader', 0);
  return outages.map(({ from, to }) => [from, to] as const);
}

test('an outage whose record was written without an answer is given back once, as long as it lasted in the end', async () => {
  const { room, gateway, handle } = await counterRoom();
  const { endsAt } = await picture(gateway, handle);
  const from = room.now;
  room.journal.outcomes.push('lostBefore');
  room.journal.losing.add('recordOutage');
  gateway.add(handle, 5);
  gateway.send();
  await room.advance(3_000);
  room.journal.losing.clear();
  await room.advance(limits.maxRetryMs);
  assert.equal(room.shard.isDown, false);
  const again = await picture(gateway, handle);
  const [first, ...more] = await outagesOf(room);
  assert.deepEqual([first?.[0], more], [from, []]);
  const lostMs = (first?.[1] as number) - from;
  assert.ok(lostMs >= 3_000);
  assert.equal(again.endsAt, (endsAt as number) + lostMs);
});

for (const end of ['crash', 'stop'] as const) {
  test(`an outage whose record was written without an answer before a ${end} is neither lost nor doubled`, async () => {
    const { room: first, gateway: before, handle } = await counterRoom();
    const { endsAt } = await picture(before, handle);
    const from = first.now;
    first.journal.outcomes.push('lostBefore');
    first.journal.losing.add('recordOutage');
    before.add(handle, 5);
    before.send();
    await first.advance(3_000);
    if (end === 'stop') await first.shard.stop();
    const room = await first.crash(4_000);
    const gateway = room.gateway();
    const again = await picture(gateway, gateway.bind('counter/a'));
    assert.equal(again.endsAt, (endsAt as number) + room.now - from);
  });
}

test('a shard whose slots were taken over while it wrote an outage down has written none, and steps down', async () => {
  const { room, gateway, handle } = await counterRoom();
  const record = room.journal.recordOutage.bind(room.journal);
  room.journal.recordOutage = async (...given) => {
    await room.memory.claim(allSlots, 'somebody else', room.now);
    return record(...given);
  };
  room.journal.outcomes.push('lostBefore');
  gateway.add(handle, 5);
  await gateway.sendAndSettle();
  await room.advance(1_000);
  assert.equal(room.deposed.length, 1);
  assert.deepEqual(await outagesOf(room), []);
});

test('a crash gives back the time from the oldest decision that nobody has seen', async () => {
  const { room: first, gateway: before, handle } = await counterRoom();
  const { endsAt } = await picture(before, handle);
  await first.advance(limits.heartbeatMs - 10);
  const from = first.now;
  first.journal.isHolding = true;
  before.add(handle, 5);
  before.send();
  // A sign of life falls into the time of the commit.
  await first.advance(limits.commitStallMs - 50);
  const room = await first.crash(2_000);
  const gateway = room.gateway();
  const again = await picture(gateway, gateway.bind('counter/a'));
  assert.equal(again.endsAt, (endsAt as number) + room.now - from);
});

test('a rebuild that fails after a stall began counts from its own beginning, and once', async () => {
  const { room, gateway, handle } = await counterRoom();
  const { endsAt } = await picture(gateway, handle);
  const from = room.now;
  const load = room.journal.load.bind(room.journal);
  let fail = () => {};
  room.journal.load = () =>
    new Promise((_, reject) => {
      fail = () => reject(new Error('no answer'));
    });
  gateway.ask(gateway.bind('counter/cold'), 'value');
  gateway.send();
  await room.advance(200);
  room.journal.isHolding = true;
  gateway.add(handle, 5);
  gateway.send();
  await room.advance(limits.commitStallMs + 1);
  room.journal.failing.add('recordOutage');
  await room.releaseCommit();
  fail();
  room.journal.load = load;
  await room.advance(500);
  room.journal.failing.clear();
  await room.advance(limits.maxRetryMs);
  const again = await picture(gateway, handle);
  const outages = await outagesOf(room);
  assert.equal(outages[0]?.[0], from);
  assert.equal(outages.length, 1);
  assert.equal(again.endsAt, (endsAt as number) + (outages[0]?.[1] as number) - from);
});

test('what a start takes after its claim is given back too', async () => {
  const { room } = await counterRoom();
  const endsAt = room.now + 60_000;
  room.scheduler.end();
  let next: ShardRoom | undefined;
  const opening = ShardRoom.open({
    memory: room.memory,
    nowMs: room.now + 1_000,
    onOpen: (again) => {
      next = again;
      const awaiting = again.journal.awaiting.bind(again.journal);
      again.journal.awaiting = async (slots) => {
        await again.scheduler.sleep(5_000);
        return awaiting(slots);
      };
    },
  });
  await next?.settle();
  await next?.advance(5_000);
  const gateway = (await opening).gateway();
  assert.equal((await picture(gateway, gateway.bind('counter/a'))).endsAt, endsAt + 6_000);
});
