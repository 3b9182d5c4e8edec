import assert from 'node:assert/strict';
import { test } from 'node:test';
import { poisonAmount } from '../testing/counter.ts';
import { ShardRoom } from '../testing/shard-room.ts';

test('a command that can not be decided stops its actor only, and is kept for an operator', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const sick = await room.openCounter(gateway, 'counter/sick', 60_000);
  const well = await room.openCounter(gateway, 'counter/well', 60_000);
  const before = gateway.add(sick, 5);
  const poison = gateway.add(sick, poisonAmount);
  const after = gateway.add(sick, 6);
  const elsewhere = gateway.add(well, 7);
  gateway.send();
  await room.settle();
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
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = await room.openCounter(gateway, 'counter/a', 1_000);
  gateway.watch(handle);
  gateway.add(handle, 5);
  gateway.command(handle, { type: 'poison' });
  gateway.send();
  await room.advance(2_000);
  gateway.send();
  await room.settle();
  assert.deepEqual(await room.stored('counter/a'), ['opened']);
  const revived = gateway.inspect({ inspect: 'revive', actor: 'counter/a' });
  gateway.send();
  await room.settle();
  assert.equal(gateway.answers.get(revived), true);
  gateway.send();
  await room.settle();
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
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = await room.openCounter(gateway, 'counter/a', 60_000);
  room.journal.isHolding = true;
  const added = gateway.add(handle, 5);
  gateway.add(handle, poisonAmount);
  gateway.send();
  room.shard.revive('counter/a');
  await room.settle();
  room.journal.isHolding = false;
  room.journal.settle();
  await room.settle();
  assert.equal(gateway.code(added), 'accepted');
  const next = gateway.add(handle, 7);
  gateway.send();
  await room.settle();
  const again = gateway.add(handle, 7, { id: next });
  gateway.send();
  await room.settle();
  assert.deepEqual(gateway.replies.get(again)?.value, 12);
  assert.deepEqual(await room.stored('counter/a'), ['opened', 'added', 'added']);
});

test('a history that makes no sense stops its actor, and no other of the same query', async () => {
  const first = await ShardRoom.open();
  const before = first.gateway();
  for (const name of ['gap', 'sound']) {
    before.add(before.bind(`counter/${name}`), 5);
    before.send();
    await first.settle();
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
  gateway.send();
  await room.settle();
  assert.deepEqual(gateway.codes([gap, sound]), ['halted', 'accepted']);
  assert.equal(room.journal.dead[0]?.actor, 'counter/gap');
});

test('a dead command that can not be recorded is told to the log, and nothing else suffers', async () => {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = await room.openCounter(gateway, 'counter/a', 60_000);
  room.journal.failing.add('recordDead');
  gateway.add(handle, poisonAmount);
  const elsewhere = gateway.add(gateway.bind('counter/b'), 1);
  gateway.send();
  await room.settle();
  assert.equal(gateway.code(elsewhere), 'accepted');
  assert.equal(room.warnings.filter((message) => message.includes('could not be recorded')).length, 1);
});
