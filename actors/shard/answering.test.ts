import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counterRoom, ShardRoom } from '../testing/shard-room.ts';

test('an accepted command is answered after its commit, and not before', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.isHolding = true;
  const added = gateway.add(handle, 5);
  await gateway.sendAndSettle();
  assert.equal(gateway.code(added), undefined);
  room.journal.settle();
  await room.settle();
  assert.deepEqual(gateway.replies.get(added), { code: 'accepted', value: 5, position: 2 });
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added']);
});

test('a refusal waits for the commit of what it rests on, and leaves at once if all is committed', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const busy = await room.openCounter(gateway, 'counter/busy', 60_000);
  const quiet = await room.openCounter(gateway, 'counter/quiet', 60_000);
  room.journal.isHolding = true;
  const added = gateway.add(busy, 5);
  const restsOnIt = gateway.add(busy, 0);
  const restsOnNothing = gateway.add(quiet, 0);
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.codes([added, restsOnIt, restsOnNothing]), [undefined, undefined, 'too_low']);
  room.journal.settle();
  await room.settle();
  assert.deepEqual(gateway.replies.get(restsOnIt), { code: 'too_low', value: 5, position: 2 });
  const nowAtOnce = gateway.add(busy, 0);
  gateway.send();
  assert.equal(gateway.code(nowAtOnce), 'too_low');
});

test('a refusal that rests on the commit after the one in flight waits for that one', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.isHolding = true;
  const first = gateway.add(handle, 5);
  gateway.send();
  const second = gateway.add(handle, 6);
  const refused = gateway.add(handle, 0);
  await gateway.sendAndSettle();
  room.journal.settle();
  await room.settle();
  assert.deepEqual(gateway.codes([first, second, refused]), ['accepted', undefined, undefined]);
  room.journal.settle();
  await room.settle();
  assert.deepEqual(gateway.replies.get(refused), { code: 'too_low', value: 11, position: 3 });
});

test('what arrives while a commit is in flight is one commit together, and never two are in flight', async () => {
  const room = await ShardRoom.open();
  const [one, other] = [room.gateway(), room.gateway()];
  const a = await room.openCounter(one, 'counter/a', 60_000);
  const b = await room.openCounter(other, 'counter/b', 60_000);
  room.journal.isHolding = true;
  one.add(a, 1);
  one.send();
  for (let n = 0; n < 50; n++) {
    one.add(a, 1);
    one.send();
    other.add(b, 1);
    await other.sendAndSettle();
    assert.equal(room.journal.held.length, 1);
  }
  room.journal.settle();
  await room.settle();
  assert.deepEqual(
    room.journal.held.map(({ commit }) => JSON.parse(`[${commit.runs.datas}]`).length),
    [100],
  );
});

test('commands of one actor are decided in the order of their arrival, and answered in that order', async () => {
  const { gateway, handle } = await counterRoom();
  const sent: number[] = [];
  for (let n = 1; n <= 300; n++) {
    sent.push(gateway.add(handle, n % 3));
    if (n % 7 === 0) gateway.send();
  }
  await gateway.sendAndSettle();
  const replied = gateway.heard.flatMap((one) => (one.hears === 'reply' ? [one.correlation] : []));
  assert.deepEqual(replied.slice(-300), sent);
  let value = 0;
  for (const [n, correlation] of sent.entries()) {
    value += (n + 1) % 3;
    assert.equal(gateway.replies.get(correlation)?.value, value);
  }
});

test('the room hears of an addition before the one who made it has the answer', async () => {
  const { gateway, handle } = await counterRoom();
  gateway.watch(handle);
  await gateway.sendAndSettle();
  const from = gateway.heard.length;
  const added = gateway.add(handle, 5);
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.heard.slice(from), [
    { hears: 'news', handle, first: 2, last: 2 },
    { hears: 'reply', correlation: added, code: 'accepted' },
  ]);
});

test('the same refusal is given to a retry, even when a new decision would be another one', async () => {
  const { room, gateway, handle } = await counterRoom();
  const refused = gateway.add(handle, 0, { id: 77 });
  gateway.send();
  gateway.add(handle, 5);
  gateway.send();
  const retried = gateway.add(handle, 10, { id: 77 });
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.replies.get(refused), { code: 'too_low', value: 0, position: 1 });
  assert.deepEqual(gateway.replies.get(retried), gateway.replies.get(refused));
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added']);
});

test('a refusal that somebody was told stays one when a commit is lost after it; one that nobody was told does not', async () => {
  const { room, gateway, handle } = await counterRoom();
  const told = gateway.add(handle, 0, { id: 77 });
  await gateway.sendAndSettle();
  room.journal.isHolding = true;
  gateway.add(handle, 5);
  const untold = gateway.add(handle, 0, { id: 78 });
  await gateway.sendAndSettle();
  await room.releaseCommit('lostBefore');
  room.journal.isHolding = false;
  await room.advance(100);
  const again = [gateway.add(handle, 10, { id: 77 }), gateway.add(handle, 10, { id: 78 })];
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.codes([told, untold]), ['too_low', 'retry']);
  assert.deepEqual(gateway.codes(again), ['too_low', 'accepted']);
});

test('a refusal that was told with a commit stays one when the next commit is lost', async () => {
  const { room, gateway, handle } = await counterRoom();
  gateway.add(handle, 5);
  const told = gateway.add(handle, 0, { id: 77 });
  await gateway.sendAndSettle();
  room.journal.outcomes.push('lostBefore');
  gateway.add(handle, 6);
  await gateway.sendAndSettle();
  await room.advance(100);
  const again = gateway.add(handle, 10, { id: 77 });
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.replies.get(again), gateway.replies.get(told));
});

test('commands to unknown actors, and by handles that mean nothing, are answered so', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const stranger = gateway.bind('nothing/a');
  const commanded = gateway.command(stranger, { type: 'open', endsAt: 0, windowMs: 0 });
  const added = gateway.add(stranger, 5);
  const unbound = gateway.add(99, 5);
  const [asked, watched] = [gateway.ask(stranger, 'value'), gateway.watch(stranger)];
  gateway.unwatch(stranger);
  gateway.unbind(stranger);
  gateway.send();
  assert.deepEqual(gateway.codes([commanded, added, unbound]), ['unknown_lot', 'unknown_lot', 'unknown_lot']);
  assert.deepEqual([gateway.answers.get(asked), gateway.answers.get(watched)], [null, null]);
  assert.equal(room.shard.cells.size, 0);
});

test('a question is answered from what is committed', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.isHolding = true;
  gateway.add(handle, 5);
  gateway.send();
  const asked = gateway.ask(handle, 'how much?');
  await gateway.sendAndSettle();
  assert.equal(gateway.answers.has(asked), false);
  room.journal.settle();
  await room.settle();
  assert.deepEqual(gateway.answers.get(asked), { question: 'how much?', value: 5, whispers: 0 });
});

test('summaries of changed actors go to whoever wants them, the newest only, after the commit', async () => {
  const room = await ShardRoom.open();
  const [lobby, deaf] = [room.gateway(), room.gateway()];
  lobby.summarize(true);
  lobby.send();
  const handle = await room.openCounter(lobby, 'counter/a', 60_000);
  for (const amount of [1, 2, 3]) {
    lobby.add(handle, amount);
    await lobby.sendAndSettle();
  }
  await room.advance(1_000);
  assert.deepEqual(lobby.summaries, [{ actor: 'counter/a', status: 'open', summary: '{"value":6}' }]);
  lobby.summarize(false);
  lobby.add(handle, 1);
  lobby.send();
  await room.advance(1_000);
  assert.equal(lobby.summaries.length, 1);
  assert.deepEqual(deaf.summaries, []);
});
