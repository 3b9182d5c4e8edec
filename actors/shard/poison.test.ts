import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Behaviour } from '../../schema/behaviour.ts';
import { limits } from '../../schema/limits.ts';
import { slotOf } from '../slots.ts';
import { counter, poisonAmount } from '../testing/counter.ts';
import { counterRoom, ShardRoom } from '../testing/shard-room.ts';

test('a command that can not be decided stops its actor only, and is kept for an operator', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const sick = await room.openCounter(gateway, 'counter/sick', 60_000);
  const well = await room.openCounter(gateway, 'counter/well', 60_000);
  const before = gateway.add(sick, 5);
  const poison = gateway.add(sick, poisonAmount);
  const after = gateway.add(sick, 6);
  const elsewhere = gateway.add(well, 7);
  await gateway.sendAndSettle();
  const later = gateway.add(sick, 8);
  const asked = gateway.ask(sick, 'value');
  gateway.send();
  assert.deepEqual(gateway.codes([before, poison, after, elsewhere, later]), [
    'accepted',
    'halted',
    'halted',
    'accepted',
    'halted',
  ]);
  assert.equal(gateway.answers.get(asked), null);
  const [dead, ...more] = room.journal.dead;
  assert.deepEqual(more, []);
  assert.deepEqual([dead?.actor, dead?.seq, dead?.at], ['counter/sick', 2, room.now]);
  assert.equal((dead?.command as { amount: number } | undefined)?.amount, poisonAmount);
  assert.match(dead?.error ?? '', /^Error: poison\n +at /);
  assert.deepEqual(await room.stored('counter/sick'), ['opened', 'added']);
});

test('a stopped actor rings no deadline, and runs on from the journal when it is revived', async () => {
  const { room, gateway, handle } = await counterRoom(1_000);
  gateway.watch(handle);
  gateway.add(handle, 5);
  gateway.command(handle, { type: 'poison' });
  gateway.send();
  await room.advance(2_000);
  await gateway.sendAndSettle();
  assert.deepEqual(await room.stored('counter/a'), ['opened']);
  const revived = gateway.inspect({ inspect: 'revive', actor: 'counter/a' });
  await gateway.sendAndSettle();
  assert.equal(gateway.answers.get(revived), true);
  await gateway.sendAndSettle();
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'closed']);
});

test('only what is stopped can be revived', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  await room.openCounter(gateway, 'counter/a', 1_000);
  assert.equal(room.shard.revive('counter/a'), false);
  assert.equal(room.shard.revive('counter/nobody'), false);
});

test('an actor that was revived while its last commit was under way ends up as the journal has it', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.isHolding = true;
  const added = gateway.add(handle, 5);
  gateway.add(handle, poisonAmount);
  gateway.send();
  room.shard.revive('counter/a');
  await room.settle();
  await room.releaseCommit();
  assert.equal(gateway.code(added), 'accepted');
  const next = gateway.add(handle, 7);
  await gateway.sendAndSettle();
  const again = gateway.add(handle, 7, { id: next });
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.replies.get(again)?.value, 12);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'added']);
});

test('a history that makes no sense stops its actor, and no other of the same query', async () => {
  const first = await ShardRoom.open();
  const before = first.gateway();
  for (const name of ['gap', 'sound']) {
    before.add(before.bind(`counter/${name}`), 5);
    await before.sendAndSettle();
  }
  const room = await first.crash(0);
  const load = room.journal.load.bind(room.journal);
  room.journal.load = async (actors) => {
    const loaded = await load(actors);
    const gap = loaded.get('counter/gap');
    if (gap) loaded.set('counter/gap', { ...gap, events: gap.events.map((event) => ({ ...event, seq: 2 })) });
    return loaded;
  };
  const gateway = room.gateway();
  const [gap, sound] = [
    gateway.add(gateway.bind('counter/gap'), 1),
    gateway.add(gateway.bind('counter/sound'), 1),
  ];
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.codes([gap, sound]), ['halted', 'accepted']);
  assert.equal(room.journal.dead[0]?.actor, 'counter/gap');
});

test('a dead command that can not be recorded is told to the log, and nothing else suffers', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.failing.add('recordDead');
  gateway.add(handle, poisonAmount);
  const elsewhere = gateway.add(gateway.bind('counter/b'), 1);
  await gateway.sendAndSettle();
  assert.equal(gateway.code(elsewhere), 'accepted');
  assert.equal(room.warnings.filter((message) => message.includes('could not be recorded')).length, 1);
});

for (const where of ['evolve', 'publish', 'text', 'deadline'] as const) {
  test(`a decision whose second event can't be taken (${where}) leaves nothing behind, and what was decided before it stands`, async () => {
    const room = await ShardRoom.open();
    const [gateway, lobby] = [room.gateway(), room.gateway()];
    lobby.summarize(true);
    lobby.send();
    const handle = gateway.bind('counter/a');
    const endsAt = room.now + 60_000;
    gateway.watch(handle);
    const sent = [
      gateway.command(handle, { type: 'open', endsAt, windowMs: 0 }),
      gateway.command(handle, { type: 'whisper', count: 300 }),
      gateway.command(handle, { type: 'tear', where }),
      gateway.command(handle, { type: 'whisper', count: 1 }),
    ];
    await gateway.sendAndSettle();
    assert.deepEqual(gateway.codes(sent), ['accepted', 'accepted', 'halted', 'halted']);
    assert.deepEqual(new Set(await room.stored('counter/a')), new Set(['opened', 'whispered']));
    assert.equal(room.journal.dead[0]?.seq, 301);
    // Lists and the next start know it as it is.
    await room.advance(limits.lobbyWindowMs);
    assert.deepEqual(lobby.summaries, [{ actor: 'counter/a', status: 'open', summary: '{"value":0}' }]);
    assert.deepEqual(await room.memory.awaiting([slotOf('counter/a')]), [
      { actor: 'counter/a', deadline: endsAt },
    ]);

    room.shard.revive('counter/a');
    const added = gateway.add(handle, 5);
    await gateway.sendAndSettle();
    assert.deepEqual(gateway.replies.get(added), { code: 'accepted', value: 5, position: 2 });
  });
}

test('a torn decision behind a commit under way: what came before it is answered, and a revival waits for that', async () => {
  const { room, gateway, handle } = await counterRoom();
  room.journal.isHolding = true;
  const first = gateway.add(handle, 5);
  gateway.send();
  const second = gateway.add(handle, 6);
  gateway.send();
  const torn = gateway.command(handle, { type: 'tear', where: 'evolve' });
  gateway.send();
  assert.ok(room.shard.revive('counter/a'));
  const third = gateway.add(handle, 7);
  await gateway.sendAndSettle();
  room.journal.settle();
  await room.settle();
  await room.releaseCommit();
  const fourth = gateway.add(handle, 8);
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.codes([first, second, torn, third, fourth]), [
    'accepted',
    'accepted',
    'halted',
    'halted',
    'accepted',
  ]);
  assert.equal(gateway.replies.get(fourth)?.value, 19);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'added', 'added']);
});

test('a stopped actor whose state can not be had for its head costs its batch a retry, and nothing else', async () => {
  const { room, gateway, handle } = await counterRoom();
  const other = await room.openCounter(gateway, 'counter/b', 60_000);
  room.journal.isHolding = true;
  const before = gateway.add(other, 1);
  gateway.send();
  const good = [gateway.add(handle, 5), gateway.add(other, 2)];
  gateway.send();
  gateway.command(handle, { type: 'tear', where: 'evolve' });
  gateway.send();
  room.journal.failing.add('load');
  await room.releaseCommit();
  assert.deepEqual(gateway.codes([before, ...good]), ['accepted', 'retry', 'retry']);
  room.journal.failing.clear();
  await room.advance(limits.maxRetryMs);
  const again = gateway.add(other, 2, { id: good[1] as number });
  await gateway.sendAndSettle();
  assert.equal(gateway.replies.get(again)?.value, 3);
  assert.equal(room.shard.cells.get('counter/a')?.status, 'halted');
});

test('an outage that can not be given back to an actor stops it, and what it decided before stands', async () => {
  const torn: typeof counter = { ...counter, outage: () => ({ type: 'tear', where: 'evolve' }) };
  const room = await ShardRoom.open({ behaviour: torn as Behaviour });
  const gateway = room.gateway();
  const handle = await room.openCounter(gateway, 'counter/a', 60_000);
  room.journal.isHolding = true;
  const added = gateway.add(handle, 5);
  gateway.send();
  await room.advance(limits.commitStallMs + 1);
  await room.releaseCommit();
  assert.equal(gateway.code(added), 'accepted');
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added']);
  assert.equal(room.shard.cells.get('counter/a')?.status, 'halted');
});

test('an actor whose head can not be made is stopped; its neighbours and what it decided are committed', async () => {
  const { room, gateway, handle } = await counterRoom();
  const torn = gateway.command(handle, { type: 'tear', where: 'summary' });
  const elsewhere = gateway.add(gateway.bind('counter/b'), 1);
  await gateway.sendAndSettle();
  const later = gateway.add(handle, 1);
  await gateway.sendAndSettle();
  assert.deepEqual(gateway.codes([torn, elsewhere, later]), ['accepted', 'accepted', 'halted']);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'torn']);
  assert.match(room.journal.dead[0]?.error ?? '', /choked at summary/);
});
