import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it, type TestContext } from 'node:test';
import pg from 'pg';
import { pino } from 'pino';
import { onCleanup } from '../../testing/cleanup.ts';
import { compiled } from '../../testing/compiled.ts';
import { initialisedDataFolder } from '../../testing/embedded-cluster.ts';
import { killPostgres, postgresPids, removePostgres } from '../../testing/postgres-group.ts';
import { commandLineOf, ended, spawnGroup } from '../../testing/processes.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';

const log = pino({ level: 'silent' });

async function start(t: TestContext, dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(dataDir, log);
  onCleanup(t, () => removePostgres(join(dataDir, 'postgres')));
  return server;
}

async function query(server: { url: string }, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.url });
  // A server that is killed breaks its connections; what was asked for is judged by the answer alone.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

/** Starts an embedded server from a process of its own, so that this process can be killed. */
async function startFromAnotherProcess(t: TestContext, dataDir: string) {
  const code = `
    import { pino } from 'pino';
    const { startEmbeddedPostgres } = await import('${await compiled('gateway/database/embedded.ts')}');
    const server = await startEmbeddedPostgres(process.env.FOLDER, pino({ level: 'silent' }));
    console.log(server.url);
    setInterval(() => {}, 1000);
  `;
  onCleanup(t, () => removePostgres(join(dataDir, 'postgres')));
  const child = spawnGroup(t, process.execPath, ['--input-type=module', '--eval', code], {
    env: { ...process.env, FOLDER: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const url of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    return { child, url };
  }
  throw new Error('The other process ended before its server was up.');
}

describe('embedded PostgreSQL', () => {
  it('initialises on first use, and a restart keeps the data', async (t) => {
    const dataDir = await temporaryFolder(t);
    const first = await start(t, dataDir);
    await query(first, 'create table kept (n int)');
    await query(first, 'insert into kept values (42)');
    await first.stop();
    assert.deepEqual(postgresPids(join(dataDir, 'postgres')), []);

    const second = await start(t, dataDir);
    assert.deepEqual(await query(second, 'select n from kept'), [[42]]);
    await second.stop();
  });

  it('writes to disk before it says so', async (t) => {
    const server = await start(t, await initialisedDataFolder(t));
    const settings = await query(
      server,
      `select name, setting from pg_settings
       where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses') order by name`,
    );
    assert.deepEqual(settings, [
      ['fsync', 'on'],
      ['full_page_writes', 'on'],
      ['listen_addresses', ''],
      ['synchronous_commit', 'on'],
    ]);
    await server.stop();
  });

  it('has every committed row after all its processes were killed', async (t) => {
    const dataDir = await initialisedDataFolder(t);
    const first = await start(t, dataDir);
    await query(first, 'create table kept (n int)');
    let lastKept = 0;
    const writing = (async () => {
      const client = new pg.Client({ connectionString: first.url });
      client.on('error', () => {});
      await client.connect();
      for (let n = 1; ; n++) {
        await client.query('insert into kept values ($1)', [n]);
        lastKept = n;
        if (n === 50) killPostgres(join(dataDir, 'postgres'));
      }
    })();
    await assert.rejects(writing);
    await first.lost;
    assert.ok(lastKept >= 50);

    const second = await start(t, dataDir);
    const [row] = await query(second, `select count(*)::int from kept where n <= ${lastKept}`);
    assert.deepEqual(row, [lastKept]);
    await second.stop();
  });

  it('ends a server whose Lotcast was killed, and goes on with its data', async (t) => {
    const dataDir = await initialisedDataFolder(t);
    const { child, url } = await startFromAnotherProcess(t, dataDir);
    await query({ url }, 'create table kept as select 7 as n');
    const orphans = postgresPids(join(dataDir, 'postgres'));
    child.kill('SIGKILL');
    await ended(child);
    const [survivor] = postgresPids(join(dataDir, 'postgres'));
    assert.equal(survivor, orphans[0], 'the killed process took its server along');

    const server = await start(t, dataDir);
    assert.deepEqual(orphans.flatMap(commandLineOf).filter(Boolean), []);
    assert.deepEqual(await query(server, 'select n from kept'), [[7]]);
    await server.stop();
  });

  it('refuses a folder that a living Lotcast uses, and leaves that one alone', async (t) => {
    const dataDir = await initialisedDataFolder(t);
    const { child, url } = await startFromAnotherProcess(t, dataDir);
    await assert.rejects(startEmbeddedPostgres(dataDir, log), {
      message: `Another Lotcast (process ${child.pid}) is using ${join(dataDir, 'postgres')}.`,
    });
    assert.deepEqual(await query({ url }, 'select 1'), [[1]]);
  });

  it('starts although a stale lock file names a running process', async (t) => {
    const dataDir = await initialisedDataFolder(t);
    const first = await start(t, dataDir);
    const lock = join(dataDir, 'postgres/postmaster.pid');
    const [, ...rest] = (await readFile(lock, 'utf8')).split('\n');
    killPostgres(join(dataDir, 'postgres'));
    await first.lost;
    await writeFile(lock, [process.pid, ...rest].join('\n'));

    const second = await start(t, dataDir);
    assert.deepEqual(await query(second, 'select 1'), [[1]]);
    await second.stop();
  });

  it('works in a folder too deep for a socket', async (t) => {
    const dataDir = join(await temporaryFolder(t), 'deep'.repeat(30), 'deeper');
    const server = await start(t, dataDir);
    assert.deepEqual(await query(server, 'select 1'), [[1]]);
    await server.stop();
  });

  it('says what the server said when it does not start', async (t) => {
    const dataDir = await initialisedDataFolder(t);
    await (await start(t, dataDir)).stop();
    await writeFile(join(dataDir, 'postgres/PG_VERSION'), '9\n');
    await assert.rejects(startEmbeddedPostgres(dataDir, log), /did not start: FATAL: .*not compatible/);
  });
});
