import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import type { Commit } from '../journal/journal.ts';
import { counterRoom, ShardRoom } from '../testing/shard-room.ts';

const actor = 'counter/a';
const lag = limits.maxHeadLagMs;

/** Commits that the journal took from now on. */
function commitsOf({ journal }: ShardRoom): Commit[] {
  const taken: Commit[] = [];
  const append = journal.append.bind(journal);
  journal.append = async (commit) => {
    await append(commit);
    taken.push(commit);
  };
  return taken;
}

async function headSeq({ memory }: ShardRoom, name = actor): Promise<number> {
  return (await memory.load([name])).get(name)?.headSeq as number;
}

test('an actor that is changed all the time is shown anew a few times a second, and never later than it may', async () => {
  const { room, gateway, handle } = await counterRoom();
  const commits = commitsOf(room);
  let seq = 1;
  const decidedAt = [0, room.now];
  for (let n = 0; n < 200; n++) {
    gateway.add(handle, 1);
    await gateway.sendAndSettle();
    decidedAt[++seq] = room.now;
    await room.advance(10);
    const shown = await headSeq(room);
    const oldestHidden = decidedAt[shown + 1] ?? Number.POSITIVE_INFINITY;
    assert.ok(oldestHidden > room.now - 2 * lag, `${shown} of ${seq} at ${room.now}`);
  }
  const times = commits.flatMap(({ heads }) => heads.seqs).length;
  assert.ok(times >= 2 && times <= 2_000 / lag, `shown ${times} times`);
  await room.advance(2 * lag);
  assert.equal(await headSeq(room), seq);
});

test('what lists have to show at once is written with its events', async () => {
  const { room, gateway, handle } = await counterRoom(1_000);
  gateway.add(handle, 1);
  await gateway.sendAndSettle();
  const commits = commitsOf(room);
  await room.advance(1_000);
  await gateway.sendAndSettle();
  const closing = commits.find(({ runs }) => runs.datas.some((data) => data.includes('"closed"'))) as Commit;
  assert.deepEqual([closing.heads.actors, closing.heads.statuses], [[actor], ['closed']]);
});

test('a new actor is shown with its first event, whatever that is', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  gateway.add(gateway.bind(actor), 1);
  await gateway.sendAndSettle();
  assert.equal(await headSeq(room), 1);
});

test('what a crash came before is shown after it, although nothing else happens', async () => {
  const { room, gateway, handle } = await counterRoom();
  gateway.command(handle, { type: 'move', endsAt: null });
  await gateway.sendAndSettle();
  gateway.add(handle, 1);
  await gateway.sendAndSettle();
  assert.equal(await headSeq(room), 2);
  const next = await room.crash(100);
  const visitor = next.gateway();
  await visitor.answerTo(visitor.bind(actor), 'how much?');
  await next.advance(2 * lag);
  assert.equal(await headSeq(next), 3);
  assert.deepEqual(await next.stored(actor), ['opened', 'moved', 'added']);
});

test('heads that could not be written are written when the journal is back', async () => {
  const { room, gateway, handle } = await counterRoom();
  gateway.add(handle, 1);
  await gateway.sendAndSettle();
  room.journal.outcomes.push('lostBefore');
  await room.advance(lag);
  assert.equal(await headSeq(room), 1);
  await room.advance(10 * lag);
  assert.equal(await headSeq(room), (await room.stored(actor)).length);
});

test('a shard that stops leaves no lists behind, and one that can not write them stops all the same', async () => {
  for (const isDown of [false, true]) {
    const { room, gateway, handle } = await counterRoom();
    gateway.add(handle, 1);
    await gateway.sendAndSettle();
    room.journal.isDown = isDown;
    await room.shard.stop();
    assert.equal(await headSeq(room), isDown ? 1 : 2);
  }
});

test('an actor stays in memory until it is shown as it is', async () => {
  const { room, gateway, handle } = await counterRoom();
  gateway.command(handle, { type: 'move', endsAt: null });
  await gateway.sendAndSettle();
  gateway.add(handle, 1);
  await gateway.sendAndSettle();
  gateway.unbind(handle);
  await gateway.sendAndSettle();
  assert.ok(room.shard.cells.has(actor));
  await room.advance(2 * lag);
  assert.equal(await headSeq(room), 3);
  assert.equal(room.shard.cells.has(actor), false);
});

test('an actor that is stopped before it was shown is shown as the journal has it', async () => {
  const { room, gateway, handle } = await counterRoom();
  gateway.add(handle, 1);
  await gateway.sendAndSettle();
  gateway.command(handle, { type: 'poison' });
  await gateway.sendAndSettle();
  await room.advance(2 * lag);
  assert.equal(await headSeq(room), 2);
});
