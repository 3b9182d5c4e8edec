import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { counterRoom, ShardRoom } from '../testing/shard-room.ts';

test('everything acknowledged is there after a crash, and a retry of it is known', async () => {
  const first = await ShardRoom.open();
  const before = first.gateway();
  const handle = await first.openCounter(before, 'counter/a', 60_000);
  const sent = Array.from({ length: 20 }, (_, n) => before.add(handle, n + 1));
  await before.sendAndSettle();
  first.journal.isHolding = true;
  const unacknowledged = before.add(handle, 1_000);
  await before.sendAndSettle();
  assert.equal(before.code(unacknowledged), undefined);

  const room = await first.crash(100);
  const again = new Map(sent.map((id, n) => [id, n + 1] as const));
  // The same person, by another gateway.
  const gateway = before.reconnectedTo(room.shard, room.scheduler);
  const onNew = gateway.bind('counter/a');
  const retried = [...again].map(([id, amount]) => gateway.add(onNew, amount, { id }));
  await gateway.sendAndSettle();
  assert.deepEqual(
    retried.map((one) => gateway.replies.get(one)?.value),
    sent.map((one) => before.replies.get(one)?.value),
  );
  const added = (await room.stored('counter/a')).filter((type) => type === 'added');
  assert.equal(added.length, 20);
});

test('a checkpoint is taken every so many events, and the actor is the same when it is rebuilt from it', async () => {
  const first = await ShardRoom.open();
  const before = first.gateway();
  const handle = await first.openCounter(before, 'counter/a', 3_600_000);
  const count = limits.checkpointEvents * 2 + 10;
  for (let n = 0; n < count; n++) {
    before.add(handle, 1);
    await before.sendAndSettle();
  }
  const checkpointSeq = (await first.memory.load(['counter/a'])).get('counter/a')?.checkpoint?.seq;
  assert.equal(checkpointSeq, limits.checkpointEvents * 2);
  const room = await first.crash(0);
  const gateway = room.gateway();
  const again = gateway.bind('counter/a');
  const asked = gateway.ask(again, { ask: 'snapshot' });
  const added = gateway.add(again, 1);
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.answers.get(asked), {
    exists: true,
    position: 1 + count,
    state: { value: count, endsAt: first.now + 3_600_000, isClosed: false },
  });
  assert.equal(gateway.replies.get(added)?.value, count + 1);
});

test('a checkpoint of a commit that was lost is due again with the next one', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = gateway.bind('counter/a');
  const whisper = async () => {
    gateway.command(handle, { type: 'whisper', count: limits.checkpointEvents });
    gateway.send();
    await room.advance(2_000);
  };
  room.journal.outcomes.push('lostBefore');
  await whisper();
  assert.deepEqual(await room.stored('counter/a'), []);
  await whisper();
  const loaded = (await room.memory.load(['counter/a'])).get('counter/a');
  assert.equal(loaded?.checkpoint?.seq, limits.checkpointEvents);
});

test('actors that somebody waits for are rebuilt before those that only wait for a deadline', async () => {
  const first = await ShardRoom.open();
  const before = first.gateway();
  for (let n = 0; n < limits.loadActors * 4; n++) await first.openCounter(before, `counter/${n}`, 60_000);
  const wanted = `counter/${limits.loadActors * 4 - 1}`;
  first.scheduler.end();
  const queries: string[][] = [];
  const room = await ShardRoom.open({
    memory: first.memory,
    nowMs: first.now,
    onOpen: (opening) => {
      const load = opening.journal.load.bind(opening.journal);
      opening.journal.load = async (actors) => {
        queries.push([...actors]);
        if (queries.length === 1) {
          const gateway = opening.gateway();
          gateway.add(gateway.bind(wanted), 1);
          gateway.send();
        }
        return load(actors);
      };
    },
  });
  await room.settle();
  assert.deepEqual(queries[1], [wanted]);
  assert.equal(new Set(queries.flat()).size, queries.flat().length);
});

test('a shard that is told to stop commits what it has decided and answers it, and nothing after', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.isHolding = true;
  const inFlight = gateway.add(handle, 1);
  gateway.send();
  const gathered = gateway.add(handle, 2);
  gateway.send();
  const stopped = room.shard.stop();
  const late = gateway.add(handle, 3);
  await gateway.sendAndSettle();
  assert.equal(gateway.code(late), 'retry');
  assert.equal(room.journal.isClosed, false);
  room.journal.settle();
  await room.settle();
  room.journal.settle();
  // What lists have not been shown yet.
  await room.settle();
  room.journal.settle();
  await stopped;
  assert.deepEqual(gateway.codes([inFlight, gathered]), ['accepted', 'accepted']);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'added']);
  assert.equal(room.journal.isClosed, true);
});

test('a stop in the middle of a failure ends', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.isDown = true;
  gateway.add(handle, 1);
  gateway.send();
  await room.advance(500);
  await room.shard.stop();
  assert.equal(room.journal.isClosed, true);
  assert.deepEqual(await room.stored('counter/a'), ['opened']);
});
