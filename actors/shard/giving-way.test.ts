import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Behaviour } from '../../schema/behaviour.ts';
import { limits } from '../../schema/limits.ts';
import { counter } from '../testing/counter.ts';
import type { GatewayEnd } from '../testing/gateway-end.ts';
import { holdsAsync } from '../testing/holds.ts';
import { ShardRoom } from '../testing/shard-room.ts';

/** What was decided in one turn, in order: `c` for a counter's command, `y` for one of what gives way. */
type Turn = string;

interface Shared {
  readonly room: ShardRoom;
  readonly gateway: GatewayEnd;
  readonly turns: Turn[];
  /** Counters that waited, though they could be decided, when something that gives way was. */
  readonly overtaken: string[];
}

/** A shard with counters, and with others beside them that give way, whose decisions are written down by turns. */
async function sharedShard(): Promise<Shared> {
  const turns: Turn[] = [''];
  const overtaken: string[] = [];
  const noted = (behaviour: typeof counter, letter: string): Behaviour =>
    ({
      ...behaviour,
      decide: (...given: Parameters<typeof counter.decide>) => {
        turns[turns.length - 1] += letter;
        if (behaviour.givesWay) overtaken.push(...waiting(room));
        return behaviour.decide(...given);
      },
    }) as Behaviour;
  const yielding = { ...counter, kind: 'yielding', givesWay: true, outage: () => null };
  const room: ShardRoom = await ShardRoom.open({
    behaviour: noted(counter, 'c'),
    beside: noted(yielding, 'y'),
  });
  const soon = room.scheduler.soon.bind(room.scheduler);
  room.scheduler.soon = (task) =>
    soon(() => {
      turns.push('');
      task();
    });
  return { room, gateway: room.gateway(), turns, overtaken };
}

/** Counters that have something that could be decided now. */
const waiting = ({ shard }: ShardRoom): string[] =>
  [...shard.cells.values()]
    .filter(({ behaviour, status, mailbox, until }) => {
      return !behaviour.givesWay && status === 'ready' && mailbox?.mayHaveNext(until) === true;
    })
    .map(({ actor }) => actor);

/** Has all mail wait until the commit that is under way is done, and begins to write turns down. */
async function fill({ room, gateway, turns }: Shared, mail: readonly (readonly [number, number])[]) {
  room.journal.isHolding = true;
  gateway.add(gateway.bind('counter/first'), 1);
  gateway.send();
  await room.settle();
  await room.advance(limits.commitStallMs + 1);
  const sent = mail.flatMap(([handle, count]) => Array.from({ length: count }, () => gateway.add(handle, 1)));
  gateway.send();
  turns.splice(0, turns.length, '');
  return sent;
}

test('what gives way is decided after all else, and few of it in a turn with others', async () => {
  const shared = await sharedShard();
  const { room, gateway, turns } = shared;
  const handles = ['counter/a', 'yielding/a', 'counter/b', 'yielding/b'].map((actor) => gateway.bind(actor));
  await gateway.sendAndSettle();
  const [a, y, b, z] = handles as [number, number, number, number];
  // What gives way came first.
  const sent = await fill(shared, [
    [y, 50],
    [z, 50],
    [a, 100],
    [b, 100],
  ]);
  // The next commit is held as well: nothing but a turn that was asked for goes on.
  room.journal.settle();
  await room.settle();
  assert.match(turns[0] as string, /^c{200,}y+$/);
  assert.equal(turns[0]?.replaceAll('c', '').length, limits.turnYieldingCommands);
  assert.match(turns.slice(1).join(''), /^y{36}$/);
  room.journal.isHolding = false;
  room.journal.settle();
  await room.settle();
  assert.deepEqual(new Set(gateway.codes(sent)), new Set(['accepted']));
});

test('what gives way has whole turns where nobody else wants one', async () => {
  const shared = await sharedShard();
  const { room, gateway, turns } = shared;
  const handles = ['yielding/a', 'yielding/b'].map((actor) => gateway.bind(actor));
  await gateway.sendAndSettle();
  await fill(
    shared,
    handles.map((handle) => [handle, 100]),
  );
  turns.splice(0, turns.length, '');
  await room.releaseCommit();
  assert.ok((turns.find((turn) => turn.includes('y'))?.length ?? 0) > limits.turnYieldingCommands);
});

test('what gives way is all decided though nothing of it asks for a commit', async () => {
  const shared = await sharedShard();
  const { room, gateway } = shared;
  const [a, y] = ['counter/a', 'yielding/a'].map((actor) => gateway.bind(actor)) as [number, number];
  // Both are in memory, so that no loading gives the shard another turn.
  for (const handle of [a, y]) gateway.add(handle, 1);
  await gateway.sendAndSettle();
  const refused = Array.from({ length: 10 * limits.turnYieldingCommands }, () => gateway.add(y, 0));
  const bid = gateway.add(a, 0);
  // No time passes, no commit ends, and nobody sends anything more.
  await gateway.sendAndSettle();
  assert.equal(gateway.code(bid), 'too_low');
  assert.deepEqual(new Set(gateway.codes(refused)), new Set(['too_low']));
  assert.equal(room.shard.waitingCommands, 0);
});

test('a commit has room for others beside what gives way, however long the one before it takes', async () => {
  const shared = await sharedShard();
  const { room, gateway } = shared;
  const [a, y] = ['counter/a', 'yielding/a'].map((actor) => gateway.bind(actor)) as [number, number];
  await gateway.sendAndSettle();
  room.journal.isHolding = true;
  gateway.add(a, 1);
  gateway.send();
  const chatter: number[] = [];
  for (let n = 0; n < 2 * limits.maxCommitYieldingEvents; n++) {
    chatter.push(gateway.add(y, 1));
    gateway.send();
  }
  await room.settle();
  assert.ok(room.shard.waitingCommands >= limits.maxCommitYieldingEvents - limits.turnCommandsPerActor);
  const bid = gateway.add(a, 1);
  gateway.send();
  room.journal.settle();
  await room.settle();
  const [commit] = room.journal.held;
  const { actors, datas } = commit?.commit.runs ?? { actors: [], datas: [] };
  const eventsOf = (actor: string) =>
    datas.reduce((sum, data, n) => sum + (actors[n] === actor ? JSON.parse(`[${data}]`).length : 0), 0);
  assert.ok(eventsOf('yielding/a') <= limits.maxCommitYieldingEvents + limits.turnCommandsPerActor);
  assert.equal(eventsOf('counter/a'), 1);
  await room.releaseCommit();
  assert.deepEqual(new Set(gateway.codes([bid, ...chatter])), new Set(['accepted']));
});

/** So many commands for one of the actors, and how long nothing more comes after them. */
const arrivals = fc.array(
  fc.record({
    actor: fc.constantFrom('counter/a', 'counter/b', 'yielding/a', 'yielding/b', 'yielding/c'),
    count: fc.integer({ min: 1, max: 150 }),
    amount: fc.integer({ min: 0, max: 1 }),
    pauseMs: fc.constantFrom(0, 0, 1, 50),
    isHeld: fc.boolean(),
  }),
  { maxLength: 30 },
);

test('whatever comes, nothing that gives way is decided before what else was there, and all is answered', async () => {
  await holdsAsync(arrivals, async (story) => {
    const { room, gateway, overtaken } = await sharedShard();
    const handles = new Map<string, number>();
    const sent: number[] = [];
    for (const { actor, count, amount, pauseMs, isHeld } of story) {
      const handle = handles.get(actor) ?? gateway.bind(actor);
      handles.set(actor, handle);
      for (let n = 0; n < count; n++) sent.push(gateway.add(handle, amount));
      room.journal.isHolding = isHeld;
      while (!isHeld && room.journal.held.length > 0) room.journal.settle();
      gateway.send();
      if (pauseMs > 0) await room.advance(pauseMs);
    }
    room.journal.isHolding = false;
    while (room.journal.held.length > 0) room.journal.settle();
    await room.settle();
    assert.deepEqual(
      gateway.codes(sent).filter((code) => code !== 'accepted' && code !== 'too_low'),
      [],
    );
    assert.equal(room.shard.waitingCommands, 0);
    assert.deepEqual(overtaken, []);
  });
});
