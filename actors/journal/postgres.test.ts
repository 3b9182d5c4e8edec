import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { limits } from '../../schema/limits.ts';
import { onCleanup } from '../../testing/cleanup.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { commitOf } from '../testing/commit-of.ts';
import { journalContract } from '../testing/journal-contract.ts';
import { migrate } from '../testing/migrate.ts';
import { Deposed, type Journal } from './journal.ts';
import { PostgresJournal } from './postgres.ts';

const scope = { after };
const server = await startInstalledPostgres(scope);
await migrate(server.url);
let sql = await connect();
onCleanup(scope, () => sql.end());

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url });
  // A server that is killed takes its connections with it.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Empties the tables, and gives journals that close with the test. */
async function emptied(t: { after(work: () => unknown): void }): Promise<() => PostgresJournal> {
  await sql.query('truncate events, actors, checkpoints, slots, outages, dead_commands restart identity');
  return () => {
    const journal = new PostgresJournal({ connectionString: server.url });
    t.after(() => journal.close());
    return journal;
  };
}

const someoneWaits = async () => {
  const { rows } = await sql.query('select from pg_locks where not granted');
  return rows.length > 0;
};
const claimed = async (journal: Journal) => (await journal.claim([3], 'one', 1_000)).epochs;
const eventOf = (epochs: ReadonlyMap<number, number>, seq: number) =>
  commitOf(epochs, [{ actor: 'counter/a', seq }]);
const seqs = async (journal: Journal) => {
  return (await journal.history('counter/a', 0, 100, 100)).map(({ seq }) => seq);
};

journalContract(emptied);

test('a commit that can not even be written keeps out none after it', async (t) => {
  const journal = (await emptied(t))();
  const epochs = await claimed(journal);
  const unwritable = commitOf(epochs, [{ actor: 'counter/a', seq: 1 }], {
    heads: [{ actor: undefined as never, seq: 1, deadline: null }],
  });
  await assert.rejects(journal.append(unwritable), TypeError);
  await journal.append(eventOf(epochs, 1));
  assert.deepEqual(await seqs(journal), [1]);
});

test('two commits at once are refused, and the first one stands', async (t) => {
  const journal = (await emptied(t))();
  const epochs = await claimed(journal);
  const first = journal.append(eventOf(epochs, 1));
  await assert.rejects(journal.append(eventOf(epochs, 2)), /another one was in flight/);
  await first;
  assert.deepEqual(await seqs(journal), [1]);
});

test('the read model has what lists show', async (t) => {
  const journal = (await emptied(t))();
  const epochs = await claimed(journal);
  const heads = [{ actor: 'counter/a', seq: 1, deadline: null }];
  await journal.append(commitOf(epochs, [{ actor: 'counter/a', seq: 1 }], { heads }));
  await journal.append(
    commitOf(epochs, [{ actor: 'counter/a', seq: 2 }], {
      heads: [{ ...heads[0], seq: 2, deadline: 9 }] as never,
    }),
  );
  const { rows } = await sql.query(
    'select actor, slot, seq::int, status, deadline::int, awaiting, summary from actors',
  );
  assert.deepEqual(rows, [
    {
      actor: 'counter/a',
      slot: 3,
      seq: 2,
      status: 'open',
      deadline: 9,
      awaiting: true,
      summary: { seq: 2 },
    },
  ]);
});

test('a command that could not be decided is kept for the operator', async (t) => {
  const journal = (await emptied(t))();
  const command = { type: 'poison', text: `'"\\\n한` };
  await journal.recordDead({ actor: 'counter/a', seq: 4, at: 5, command, error: `Error: "it's"\n at` });
  const { rows } = await sql.query('select actor, seq::int, at::int, command, error from dead_commands');
  assert.deepEqual(rows, [{ actor: 'counter/a', seq: 4, at: 5, command, error: `Error: "it's"\n at` }]);
});

test('everything acknowledged is there after the server was killed, and the journal finds it again', async (t) => {
  const journal = (await emptied(t))();
  const epochs = await claimed(journal);
  await journal.append(eventOf(epochs, 1));
  await server.kill();
  await assert.rejects(journal.append(eventOf(epochs, 2)));
  await server.start();
  sql = await connect();
  assert.deepEqual(await seqs(journal), [1]);
  await journal.append(eventOf(epochs, 2));
  assert.deepEqual(await seqs(journal), [1, 2]);
});

test('a server that does not answer in time gives an unknown outcome, not a wait without end', async (t) => {
  const journal = (await emptied(t))();
  const epochs = await claimed(journal);
  await journal.append(eventOf(epochs, 1));
  t.mock.timers.enable({ apis: ['setTimeout'] });
  server.pause();
  const outcome = assert.rejects(journal.append(eventOf(epochs, 2)), /no answer/);
  await new Promise(setImmediate);
  t.mock.timers.tick(limits.commitTimeoutMs);
  await outcome;
  t.mock.timers.reset();
  server.resume();
  // Whether it was written in the end, nobody can say; but its place is taken once at most.
  await journal.append(eventOf(epochs, 2)).catch(() => {});
  assert.deepEqual(await seqs(journal), [1, 2]);
});

test('an outage that is written down while somebody takes the slots over is written by one of them', async (t) => {
  const journal = (await emptied(t))();
  const epochs = await claimed(journal);
  const taker = await connect();
  onCleanup(t, () => taker.end());
  await taker.query('begin');
  await taker.query('update slots set owner = $$another$$, epoch = epoch + 1, alive_at = 3000');
  const recorded = journal
    .recordOutage({ owner: 'one', epochs }, 1_500, 2_500)
    .catch((error: unknown) => error);
  while (!(await someoneWaits())) await new Promise(setImmediate);
  await taker.query('commit');
  assert.ok((await recorded) instanceof Deposed);
  const { rows } = await sql.query('select (select count(*)::int from outages), alive_at::int from slots');
  assert.deepEqual(rows, [{ count: 0, alive_at: 3_000 }]);
});

test('a commit under way holds up whoever takes its slots over; one that was late to begin is refused', async (t) => {
  const journal = (await emptied(t))();
  const epochs = await claimed(journal);
  const taker = await connect();
  onCleanup(t, () => taker.end());
  await taker.query('begin');
  // As a claim and a renewal do.
  await taker.query('select from slots for update');
  const appended = journal.append(eventOf(epochs, 1)).catch((error: unknown) => error);
  while (!(await someoneWaits())) await new Promise(setImmediate);
  await taker.query('update slots set epoch = epoch + 1');
  await taker.query('commit');
  // It began with the older epoch in sight.
  assert.ok((await appended) instanceof Deposed);
  assert.deepEqual(await seqs(journal), []);
});

test('signs of life do not wait for a commit', async (t) => {
  const journal = (await emptied(t))();
  const epochs = await claimed(journal);
  const committer = await connect();
  onCleanup(t, () => committer.end());
  await committer.query('begin');
  await committer.query('select from slots for key share');
  await journal.heartbeat({ owner: 'one', epochs }, 2_000);
  await committer.query('commit');
  const { rows } = await sql.query('select alive_at::int from slots');
  assert.deepEqual(rows, [{ alive_at: 2_000 }]);
});

test('those who ask at the same time share one connection', async (t) => {
  const journal = (await emptied(t))();
  const epochs = await claimed(journal);
  // As somebody of its own, so that no other test's connections are counted.
  await sql.query('create role counted superuser login');
  const counted = new PostgresJournal({ connectionString: server.url.replace('//lotcast@', '//counted@') });
  t.after(() => counted.close());
  const read = () => counted.history('counter/a', 0, 1, 1);
  const write = () => counted.recordOutage({ owner: 'one', epochs }, 1, 2);
  await Promise.all([read(), read(), read(), write(), write(), write()]);
  const { rows } = await sql.query(
    "select application_name as name from pg_stat_activity where usename = 'counted' order by 1",
  );
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['lotcast commits', 'lotcast shard'],
  );
});

test('a journal that was closed does not open again', async (t) => {
  const journal = (await emptied(t))();
  await claimed(journal);
  await journal.close();
  await assert.rejects(journal.awaiting([3]), /closed/);
});
