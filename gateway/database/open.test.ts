import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { pino } from 'pino';
import { onCleanup } from '../../testing/cleanup.ts';
import { freePort } from '../../testing/free-port.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { postgresPids, removePostgres } from '../../testing/postgres-group.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { migrateToLatest } from './migrate.ts';
import { openDatabase } from './open.ts';

const log = pino({ level: 'silent' });

describe('opening the database', () => {
  it('uses the server that is configured', async (t) => {
    const { url } = await startInstalledPostgres(t);
    const dataDir = await temporaryFolder(t);
    const database = await openDatabase({ databaseUrl: url, dataDir }, log);
    const { rows } = await sql`select current_database() as name, 9007199254740991::bigint as big`.execute(
      database.kysely,
    );
    assert.deepEqual(rows, [{ name: 'lotcast', big: 9_007_199_254_740_991 }]);
    assert.equal(database.url, url);
    assert.deepEqual(postgresPids(join(dataDir, 'postgres')), [], 'the embedded server was started as well');
    await database.stop();
  });

  it('starts the embedded server when none is configured, and stops it', async (t) => {
    const dataDir = await temporaryFolder(t);
    onCleanup(t, () => removePostgres(join(dataDir, 'postgres')));
    const database = await openDatabase({ databaseUrl: undefined, dataDir }, log);
    await sql`select 1`.execute(database.kysely);
    assert.notDeepEqual(postgresPids(join(dataDir, 'postgres')), []);
    await database.stop();
    assert.deepEqual(postgresPids(join(dataDir, 'postgres')), []);
  });

  it('says clearly that a server is not there, without the password', async (t) => {
    const port = await freePort();
    const databaseUrl = `postgresql://me:hunter2@127.0.0.1:${port}/lots`;
    await assert.rejects(openDatabase({ databaseUrl, dataDir: await temporaryFolder(t) }, log), {
      message:
        `The PostgreSQL server at 127.0.0.1:${port}, database lots can't be used: ` +
        `connect ECONNREFUSED 127.0.0.1:${port}`,
    });
  });

  it('gives up on a server that does not answer', async (t) => {
    const server = await startInstalledPostgres(t);
    server.pause();
    await assert.rejects(
      openDatabase({ databaseUrl: server.url, dataDir: await temporaryFolder(t) }, log),
      /can't be used: .*timeout/,
    );
    server.resume();
  });

  it('outlives a server that is killed and comes back', async (t) => {
    const server = await startInstalledPostgres(t);
    const database = await openDatabase({ databaseUrl: server.url, dataDir: await temporaryFolder(t) }, log);
    await sql`create table kept as select 5 as n`.execute(database.kysely);
    await server.kill();
    await assert.rejects(sql`select n from kept`.execute(database.kysely));
    await server.start();
    const { rows } = await sql`select n from kept`.execute(database.kysely);
    assert.deepEqual(rows, [{ n: 5 }]);
    await database.stop();
  });
});

describe('migrations', () => {
  it('are carried out once, also by servers that start at the same time', async (t) => {
    const { url } = await startInstalledPostgres(t);
    const dataDir = await temporaryFolder(t);
    const databases = await Promise.all(
      [1, 2, 3].map(() => openDatabase({ databaseUrl: url, dataDir }, log)),
    );
    await Promise.all(databases.map(({ kysely }) => migrateToLatest(kysely, log)));
    for (const database of databases) {
      const epochs = await database.kysely
        .selectFrom('meta')
        .selectAll()
        .where('key', '=', 'epoch')
        .execute();
      assert.equal(epochs.length, 1);
      await migrateToLatest(database.kysely, log);
      await database.stop();
    }
  });
});
