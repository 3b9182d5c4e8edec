import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { limits } from '../../schema/limits.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { migrateToLatest } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { apiForTest } from '../lots/testing/api-for-test.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after });
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);

const rules = {
  startPoints: 10_000,
  increments: { kind: 'fixed', stepPoints: 1_000 },
  reservePoints: null,
  buyNowPoints: null,
  clock: { rule: 'fixed', durationMs: 60_000 },
  onStreamLoss: { rule: 'nothing' },
};
const jpegOf = (bytes: number) =>
  Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.alloc(bytes - 5, 7), Buffer.from('ffd9', 'hex')]);

test('lists show what the seller sends, to those who may see the lot', async () => {
  const { api, call, signIn } = await apiForTest(db);
  const [seller, other] = [await signIn('seller'), await signIn('other')];
  const { body: lot } = await call('POST', '/api/lots', { as: seller, body: { title: 'A lot', rules } });
  const path = `/api/lots/${lot.id}/thumbnail`;
  const look = (cookie: string) =>
    api.fetch(new Request(`http://lotcast.test${path}`, { headers: { host: 'lotcast.test', cookie } }), {
      address: '192.0.2.1',
      requestId: 'test',
    });
  const send = (jpeg: string, as = seller) => call('POST', path, { as, body: { jpeg } });

  assert.equal((await look(seller.cookie)).status, 204);
  const jpeg = jpegOf(20_000);
  assert.equal((await send(jpeg.toString('base64'), other)).status, 403);
  assert.equal((await send(jpeg.toString('base64'))).status, 201);
  assert.equal((await look(other.cookie)).status, 404, 'it is a draft still');
  await call('POST', `/api/lots/${lot.id}/open`, { as: seller, body: {} });

  const shown = await look(other.cookie);
  assert.equal(shown.headers.get('content-type'), 'image/jpeg');
  assert.equal(shown.headers.get('x-content-type-options'), 'nosniff');
  assert.deepEqual(Buffer.from(await shown.arrayBuffer()), jpeg);

  for (const [what, junk] of [
    ['a page', Buffer.from('<script>alert(1)</script>').toString('base64')],
    ['nothing', ''],
    ['no base64', '!!!!'],
    ['too much', jpegOf(limits.maxThumbnailChars).toString('base64')],
  ] as const) {
    assert.equal((await send(junk)).status, 400, what);
  }
  assert.deepEqual(Buffer.from(await (await look(other.cookie)).arrayBuffer()), jpeg);
});
