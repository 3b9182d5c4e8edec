import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { type Commit, Deposed } from '../journal/journal.ts';
import type { Snapshot } from '../lane/messages.ts';
import type { Outcome } from '../testing/faulty-journal.ts';
import type { GatewayEnd } from '../testing/gateway-end.ts';
import { counterRoom, ShardRoom } from '../testing/shard-room.ts';

const lost: readonly Outcome[] = ['lostBefore', 'lostAfter'];

const currentValue = async (gateway: GatewayEnd, handle: number): Promise<unknown> =>
  ((await gateway.answerTo(handle, 'value')) as { value: number } | null)?.value;

for (const outcome of lost) {
  test(`a commit ${outcome === 'lostBefore' ? 'lost before' : 'whose answer was lost after'} writing: whoever waits hears retry, and a retry is decided once`, async () => {
    const { room, gateway, handle } = await counterRoom();
    room.journal.isHolding = true;
    const inFlight = gateway.add(handle, 5);
    gateway.send();
    const gathered = gateway.add(handle, 7);
    const refused = gateway.add(handle, 0);
    const asked = gateway.ask(handle, 'value');
    await gateway.sendAndSettle();
    await room.releaseCommit(outcome);
    assert.deepEqual(gateway.codes([inFlight, gathered, refused]), ['retry', 'retry', 'retry']);
    assert.equal(gateway.answers.get(asked), null);
    await room.advance(100);
    const again = [
      gateway.add(handle, 5, { id: inFlight }),
      gateway.add(handle, 7, { id: gathered }),
      gateway.add(handle, 0, { id: refused }),
    ];
    await gateway.sendAndSettle();
    assert.deepEqual(gateway.codes(again), ['accepted', 'accepted', 'too_low']);
    assert.equal(await currentValue(gateway, handle), 12);
    const added = (await room.stored('counter/a')).filter((type) => type === 'added');
    assert.equal(added.length, 2);
  });

  test(`watchers are shown where things stand when news were lost (${outcome})`, async () => {
    const { room, gateway, handle } = await counterRoom();
    gateway.watch(handle);
    await gateway.sendAndSettle();
    const from = gateway.heard.length;
    room.journal.outcomes.push(outcome);
    gateway.add(handle, 5);
    gateway.send();
    await room.advance(100);
    const [refresh] = gateway.heard.slice(from).filter(({ hears }) => hears !== 'reply');
    assert.equal(refresh?.hears, 'refresh');
    const snapshot = (refresh as { snapshot: Snapshot }).snapshot;
    const written = outcome === 'lostAfter';
    assert.equal(snapshot.position, written ? 2 : 1);
    assert.equal((snapshot.state as { value: number }).value, written ? 5 : 0);
  });
}

test('a commit that was given up does not land after its actors are rebuilt', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.isHolding = true;
  gateway.add(handle, 5);
  await gateway.sendAndSettle();
  const late = room.journal.held[0]?.commit as Commit;
  await room.releaseCommit('lostBefore');
  room.journal.isHolding = false;
  await room.advance(100);
  assert.equal(await currentValue(gateway, handle), 0);
  await assert.rejects(room.memory.append(late), Deposed);
  // And the shard goes on under its new epochs.
  const next = gateway.add(handle, 7);
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.codes([next]), ['accepted']);
  assert.deepEqual(room.deposed, []);
});

test('epochs that can not be renewed keep everybody waiting until they can', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.losing.add('renew');
  room.journal.outcomes.push('lostBefore');
  gateway.add(handle, 5);
  await gateway.sendAndSettle();
  await room.advance(500);
  assert.ok(room.shard.isDown);
  room.journal.losing.clear();
  await room.advance(limits.maxRetryMs);
  const next = gateway.add(handle, 7);
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.codes([next]), ['accepted']);
  assert.deepEqual(room.deposed, []);
});

test('an actor that no lost commit touched keeps its state and is not loaded again', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const touched = await room.openCounter(gateway, 'counter/a', 60_000);
  const other = await room.openCounter(gateway, 'counter/b', 60_000);
  gateway.add(other, 3);
  await gateway.sendAndSettle();
  const { loads } = room.journal;
  room.journal.outcomes.push('lostBefore');
  gateway.add(touched, 1);
  gateway.send();
  await room.advance(100);
  assert.equal(room.journal.loads, loads + 1);
  assert.equal(await currentValue(gateway, other), 3);
});

test('a refusal that rested on what was lost is decided anew', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.isHolding = true;
  gateway.command(handle, { type: 'move', endsAt: room.now });
  gateway.send();
  const refused = gateway.add(handle, 5);
  gateway.send();
  room.journal.isHolding = false;
  room.journal.settle('lostBefore');
  await room.advance(100);
  assert.equal(gateway.code(refused), 'retry');
  const again = gateway.add(handle, 5, { id: refused });
  await gateway.sendAndSettle();
  assert.equal(gateway.code(again), 'accepted');
});

test('mail that was not decided yet is answered retry when the journal fails, not left to wait', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.isHolding = true;
  gateway.add(handle, 5);
  gateway.send();
  await room.advance(limits.commitStallMs + 1);
  const waiting = gateway.add(handle, 6);
  await gateway.sendAndSettle();
  assert.equal(gateway.code(waiting), undefined);
  room.journal.settle('lostBefore');
  await room.settle();
  assert.equal(gateway.code(waiting), 'retry');
  assert.equal(room.shard.waitingCommands, 0);
});

test('a failing journal is asked again after pauses that grow to their bound, and no thread spins meanwhile', async () => {
  const { room, gateway, handle } = await counterRoom(1_000);
  room.journal.isDown = true;
  const tried: number[] = [];
  const renew = room.journal.renew.bind(room.journal);
  room.journal.renew = (...given) => {
    tried.push(room.now);
    return renew(...given);
  };
  gateway.add(handle, 5);
  gateway.send();
  // The deadline passes in the outage: it must not ring on and on.
  await room.advance(20_000);
  const pauses = tried.slice(1).map((at, n) => at - (tried[n] as number));
  assert.equal(pauses[0], limits.minRetryMs);
  for (const [n, pause] of pauses.entries()) {
    assert.equal(pause, Math.min(limits.minRetryMs * 2 ** n, limits.maxRetryMs));
  }
});

test('a rebuild that the journal can not serve is an outage too, and is made up for', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  room.journal.failing.add('load');
  const handle = gateway.bind('counter/a');
  const opened = gateway.command(handle, { type: 'open', endsAt: room.now + 60_000, windowMs: 0 });
  const asked = gateway.ask(handle, 'value');
  await gateway.sendAndSettle();
  assert.equal(gateway.code(opened), 'retry');
  assert.equal(gateway.answers.get(asked), null);
  room.journal.failing.clear();
  await room.advance(2_000);
  const again = gateway.command(handle, { type: 'open', endsAt: room.now + 60_000, windowMs: 0 });
  await gateway.sendAndSettle();
  assert.equal(gateway.code(again), 'accepted');
});

test('watchers of an actor that could not be rebuilt at once are shown it as soon as it can be', async () => {
  const { room, gateway, handle } = await counterRoom();
  gateway.watch(handle);
  await gateway.sendAndSettle();
  room.journal.failing.add('load');
  room.journal.outcomes.push('lostAfter');
  gateway.add(handle, 5);
  gateway.send();
  await room.advance(5_000);
  room.journal.failing.clear();
  await room.advance(2_000);
  const refresh = gateway.heard.findLast(({ hears }) => hears === 'refresh') as { snapshot: Snapshot };
  assert.equal((refresh.snapshot.state as { value: number }).value, 5);
});

test('a taken place has the actors rebuilt and nobody suspended', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.outcomes.push('conflict');
  const added = gateway.add(handle, 5);
  await gateway.sendAndSettle();
  assert.equal(gateway.code(added), 'retry');
  assert.equal(room.shard.isDown, false);
  assert.deepEqual(room.deposed, []);
  const again = gateway.add(handle, 5, { id: added });
  await gateway.sendAndSettle();
  assert.equal(gateway.code(again), 'accepted');
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added']);
});

test('events that somebody else wrote are taken in at the conflict that they make', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.isHolding = true;
  const held = gateway.add(handle, 5);
  await gateway.sendAndSettle();
  const { commit } = room.journal.held[0] as (typeof room.journal.held)[number];
  // It comes through twice, as if somebody else had been faster.
  await room.memory.append(commit);
  await room.releaseCommit();
  assert.deepEqual(gateway.codes([held]), ['retry']);
  const again = [gateway.add(handle, 5, { id: held }), gateway.add(handle, 7)];
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.codes(again), ['accepted', 'accepted']);
  assert.equal(await currentValue(gateway, handle), 12);
  assert.deepEqual(room.deposed, []);
});

for (const way of ['commit', 'sign of life'] as const) {
  test(`a shard that learns by its ${way} that it is deposed decides nothing more and says so once`, async () => {
    const { room, gateway, handle } = await counterRoom();
    await room.memory.claim([...Array(64).keys()], 'another', room.now);
    room.journal.isHolding = way === 'sign of life';
    const added = gateway.add(handle, 5);
    await gateway.sendAndSettle();
    if (way === 'sign of life') {
      await room.advance(limits.heartbeatMs);
      room.journal.settle();
      await room.settle();
    }
    assert.equal(gateway.code(added), 'retry');
    assert.equal(room.deposed.length, 1);
    const later = gateway.add(handle, 5);
    const asked = gateway.ask(handle, 'value');
    gateway.send();
    await room.advance(120_000);
    assert.equal(gateway.code(later), 'retry');
    assert.equal(gateway.answers.get(asked), null);
    assert.equal(room.deposed.length, 1);
    assert.deepEqual(await room.stored('counter/a'), ['opened']);
  });
}
