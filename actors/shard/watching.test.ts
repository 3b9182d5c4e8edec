import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Snapshot } from '../lane/messages.ts';
import { poisonAmount } from '../testing/counter.ts';
import type { GatewayEnd } from '../testing/gateway-end.ts';
import { counterRoom, ShardRoom } from '../testing/shard-room.ts';

/** What somebody knows who takes every picture as it comes and all news that follow on it. */
function knownPosition(gateway: GatewayEnd, watched: number): number {
  let position = -1;
  for (const one of gateway.heard) {
    if (one.hears === 'answer' && one.correlation === watched) position = (one.value as Snapshot).position;
    if (one.hears === 'refresh') position = one.snapshot.position;
    if (one.hears !== 'news' || position < 0 || one.last <= position) continue;
    assert.equal(one.first, position + 1, 'news are missing');
    position = one.last;
  }
  return position;
}

test('a first picture and the news after it leave no gap, whatever is being committed at the time', async () => {
  for (const { inFlight, gathered, after } of [
    { inFlight: 0, gathered: 0, after: 0 },
    { inFlight: 0, gathered: 0, after: 2 },
    { inFlight: 2, gathered: 0, after: 0 },
    { inFlight: 2, gathered: 0, after: 2 },
    { inFlight: 2, gathered: 2, after: 0 },
    { inFlight: 2, gathered: 2, after: 2 },
  ]) {
    for (const alreadyWatched of [false, true]) {
      const { room, gateway, handle } = await counterRoom();
      const other = room.gateway();
      if (alreadyWatched) {
        other.watch(other.bind('counter/a'));
        other.send();
      }
      room.journal.isHolding = true;
      const add = (count: number) => {
        for (let n = 0; n < count; n++) gateway.add(handle, 1);
        gateway.send();
      };
      add(inFlight);
      add(gathered);
      const watched = gateway.watch(handle);
      gateway.send();
      add(after);
      room.journal.isHolding = false;
      while (room.journal.held.length > 0) {
        room.journal.settle();
        await room.settle();
      }
      await room.settle();
      const truth = 1 + inFlight + gathered + after;
      assert.equal(knownPosition(gateway, watched), truth);
      if (alreadyWatched) assert.equal(knownPosition(other, 0), truth);
      // And from there on, one by one.
      add(1);
      await room.settle();
      assert.equal(knownPosition(gateway, watched), truth + 1);
    }
  }
});

test('a picture never shows what is not committed', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.isHolding = true;
  gateway.add(handle, 5);
  gateway.send();
  gateway.add(handle, 6);
  gateway.send();
  const watched = gateway.watch(handle);
  gateway.send();
  room.journal.settle();
  await room.settle();
  assert.equal(gateway.answers.has(watched), false);
  room.journal.settle('lostBefore');
  await room.advance(100);
  assert.equal(gateway.answers.get(watched), null);
  const refresh = gateway.heard.find(({ hears }) => hears === 'refresh') as { snapshot: Snapshot };
  assert.equal((refresh.snapshot.state as { value: number }).value, 5);
});

test('an actor without any event is shown as one that does not exist', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const watched = gateway.watch(gateway.bind('counter/nobody'));
  await gateway.sendAndSettle();
  const { exists, position } = gateway.answers.get(watched) as Snapshot;
  assert.deepEqual([exists, position], [false, 0]);
});

test('private events are told to nobody, and take no position', async () => {
  const { room, gateway, handle } = await counterRoom();
  gateway.watch(handle);
  await gateway.sendAndSettle();
  const from = gateway.heard.length;
  const whispered = gateway.command(handle, { type: 'whisper', count: 3 });
  const added = gateway.add(handle, 5);
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.heard.slice(from), [
    { hears: 'news', handle, first: 2, last: 2 },
    { hears: 'reply', correlation: whispered, code: 'accepted' },
    { hears: 'reply', correlation: added, code: 'accepted' },
  ]);
  assert.equal((await room.stored('counter/a')).length, 5);
});

test('everyone who watches is told, by their own handle, and nobody any more who has stopped', async () => {
  const room = await ShardRoom.open();
  const [one, other, leaver, goner] = [room.gateway(), room.gateway(), room.gateway(), room.gateway()];
  const handle = await room.openCounter(one, 'counter/a', 60_000);
  other.bind('counter/b');
  const onOther = other.bind('counter/a');
  const onLeaver = leaver.bind('counter/a');
  one.watch(handle);
  other.watch(onOther);
  leaver.watch(onLeaver);
  const onGoner = goner.bind('counter/a');
  goner.watch(onGoner);
  for (const gateway of [one, other, leaver, goner]) gateway.send();
  await room.settle();
  leaver.unwatch(onLeaver);
  leaver.send();
  goner.unbind(onGoner);
  goner.send();
  one.add(handle, 5);
  await one.sendAndSettle();
  const newsOf = (gateway: GatewayEnd) => gateway.heard.filter(({ hears }) => hears === 'news');
  assert.deepEqual(newsOf(one), [{ hears: 'news', handle, first: 2, last: 2 }]);
  assert.deepEqual(newsOf(other), [{ hears: 'news', handle: onOther, first: 2, last: 2 }]);
  assert.deepEqual([newsOf(leaver), newsOf(goner)], [[], []]);
});

for (const outcome of ['written', 'lostBefore'] as const) {
  test(`everyone who watches an actor that is stopped hears of it after its last news (${outcome})`, async () => {
    const { room, gateway, handle } = await counterRoom();
    gateway.watch(handle);
    await gateway.sendAndSettle();
    const from = gateway.heard.length;
    room.journal.isHolding = true;
    const added = gateway.add(handle, 5);
    gateway.add(handle, poisonAmount);
    await gateway.sendAndSettle();
    assert.deepEqual(
      gateway.heard.slice(from).map(({ hears }) => hears),
      ['reply'],
    );
    await room.releaseCommit(outcome);
    const told = gateway.heard.slice(from + 1);
    const news = outcome === 'written' ? [{ hears: 'news', handle, first: 2, last: 2 }] : [];
    const code = outcome === 'written' ? 'accepted' : 'retry';
    const answer = { hears: 'reply', correlation: added, code };
    assert.deepEqual(told, [...news, answer, { hears: 'halted', handle }]);
  });
}

test('whoever asks for a picture of a stopped actor hears that, and gets one when it is revived', async () => {
  const { room, gateway, handle } = await counterRoom();
  const early = room.gateway();
  const onEarly = early.bind('counter/a');
  early.watch(onEarly);
  await early.sendAndSettle();
  gateway.add(handle, 5);
  gateway.send();
  gateway.add(handle, poisonAmount);
  await gateway.sendAndSettle();
  const asked = gateway.ask(handle, 'value');
  const watched = gateway.watch(handle);
  await gateway.sendAndSettle();
  for (const one of [asked, watched]) {
    assert.equal(gateway.answers.get(one), null);
    assert.ok(gateway.halted.has(one));
  }
  room.shard.revive('counter/a');
  await room.settle();
  for (const [watcher, own] of [
    [gateway, handle],
    [early, onEarly],
  ] as const) {
    const refresh = watcher.heard.at(-1) as { hears: string; handle: number; snapshot: Snapshot };
    assert.deepEqual([refresh.hears, refresh.handle, refresh.snapshot.position], ['refresh', own, 2]);
  }
});

test('an actor that can not be rebuilt says so to who asked for it, and to who watched it before', async () => {
  const { room, gateway, handle } = await counterRoom();
  gateway.watch(handle);
  await gateway.sendAndSettle();
  room.journal.load = async () =>
    new Map([
      [
        'counter/a',
        { headSeq: 9, checkpoint: null, events: [{ seq: 9, epoch: 1, event: { type: 'x', at: 0 } }] },
      ],
    ]);
  room.journal.outcomes.push('lostBefore');
  gateway.add(handle, 5);
  await gateway.sendAndSettle();
  const other = room.gateway();
  const watched = other.watch(other.bind('counter/a'));
  await other.sendAndSettle();
  await room.advance(1_000);
  assert.equal(gateway.heard.filter(({ hears }) => hears === 'halted').length, 1);
  assert.ok(other.halted.has(watched) || other.heard.some(({ hears }) => hears === 'halted'));
});
