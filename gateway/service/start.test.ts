import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { configVariableNames } from '../../schema/config.ts';
import { onCleanup } from '../../testing/cleanup.ts';
import { compiled } from '../../testing/compiled.ts';
import { freePort } from '../../testing/free-port.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { postgresPids } from '../../testing/postgres-group.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { openLot } from '../socket/testing/lots.ts';
import { Person } from '../socket/testing/person.ts';

describe('a server that can’t start', () => {
  it('tells of every mistake in its configuration, and starts nothing', async (t) => {
    const dataDir = await temporaryFolder(t);
    const env = { PORT: 'eighty', BIDS_PER_SECOND: '0', DATABASE_URL: 'mysql://me:hunter2@host/db' };
    await assert.rejects(startLotcast(t, { env, dataDir }), ({ message }: Error) => {
      assert.match(message, /exit code 1/);
      assert.match(message, /PORT must be .*, got "eighty"/);
      assert.match(message, /BIDS_PER_SECOND must be .*, got "0"/);
      assert.match(message, /DATABASE_URL must be a URL that begins with postgresql:\/\/$/m);
      assert.doesNotMatch(message, /hunter2/);
      return true;
    });
    assert.deepEqual(postgresPids(join(dataDir, 'postgres')), []);
  });

  it('says that its database can’t be reached', async (t) => {
    const dataDir = await temporaryFolder(t);
    const port = await freePort();
    const env = { DATABASE_URL: `postgresql://me:hunter2@127.0.0.1:${port}/lots` };
    await assert.rejects(startLotcast(t, { env, dataDir }), ({ message }: Error) => {
      assert.match(message, /exit code 1/);
      assert.match(
        message,
        new RegExp(`PostgreSQL server at 127.0.0.1:${port}, database lots can't be used`),
      );
      assert.doesNotMatch(message, /hunter2/);
      return true;
    });
    assert.deepEqual(postgresPids(join(dataDir, 'postgres')), []);
  });

  it('says that its port is taken, and leaves no database behind', async (t) => {
    const other = createServer().listen(0, '127.0.0.1');
    onCleanup(t, () => other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const dataDir = await temporaryFolder(t);
    const message = new RegExp(`exit code 1:[\\s\\S]*Port ${port} on 127.0.0.1 is taken`);
    await assert.rejects(startLotcast(t, { port, dataDir }), message);
    assert.deepEqual(postgresPids(join(dataDir, 'postgres')), []);
  });

  it('takes nothing away from the server that has its port and its database', async (t) => {
    const { url: databaseUrl } = await startInstalledPostgres(t);
    const env = { DATABASE_URL: databaseUrl };
    const first = await startLotcast(t, { env });
    const seller = await Person.signIn(first.url, 'Seller');
    const bidder = await (await Person.signIn(first.url, 'Bidder')).connect(t);
    const lot = await openLot(seller);
    const port = Number(new URL(first.url).port);
    await assert.rejects(startLotcast(t, { env, port }), /exit code 1:[\s\S]*is taken/);
    assert.equal((await bidder.bid(lot, { amount: 1_000 })).type, 'bidAccepted');
    assert.equal(await first.stop(), 0);
  });
});

it('help names every variable', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    await compiled('gateway/main.ts'),
    '--help',
  ]);
  for (const name of configVariableNames) assert.match(stdout, new RegExp(`^ +${name} `, 'm'));
});
