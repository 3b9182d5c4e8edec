import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Snapshot } from '../lane/messages.ts';
import type { GatewayEnd } from '../testing/gateway-end.ts';
import { ShardRoom } from '../testing/shard-room.ts';

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
      const room = await ShardRoom.open();
      const gateway = room.gateway();
      const handle = await room.openCounter(gateway, 'counter/a', 60_000);
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
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = await room.openCounter(gateway, 'counter/a', 60_000);
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
  gateway.send();
  await room.settle();
  const { exists, position } = gateway.answers.get(watched) as Snapshot;
  assert.deepEqual([exists, position], [false, 0]);
});

test('private events are told to nobody, and take no position', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = await room.openCounter(gateway, 'counter/a', 60_000);
  gateway.watch(handle);
  gateway.send();
  await room.settle();
  const from = gateway.heard.length;
  const whispered = gateway.command(handle, { type: 'whisper', count: 3 });
  const added = gateway.add(handle, 5);
  gateway.send();
  await room.settle();
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
  one.send();
  await room.settle();
  const newsOf = (gateway: GatewayEnd) => gateway.heard.filter(({ hears }) => hears === 'news');
  assert.deepEqual(newsOf(one), [{ hears: 'news', handle, first: 2, last: 2 }]);
  assert.deepEqual(newsOf(other), [{ hears: 'news', handle: onOther, first: 2, last: 2 }]);
  assert.deepEqual([newsOf(leaver), newsOf(goner)], [[], []]);
});
