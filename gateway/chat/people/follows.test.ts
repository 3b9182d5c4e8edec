import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { startInstalledPostgres } from '../../../testing/postgres.ts';
import { migrateToLatest } from '../../database/migrate.ts';
import { openDatabase } from '../../database/open.ts';
import { apiForTest } from '../../lots/testing/api-for-test.ts';
import { listLot } from '../../lots/testing/live-lot.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after });
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);
const api = await apiForTest(db);
const { call } = api;

test('somebody is followed once, by others only, and as who that is by now', async () => {
  const seller = await api.signIn('seller');
  const fan = await api.signIn('fan');
  const account = await api.withAccount('Account');
  const lot = await listLot(api, seller);
  const path = (id: number) => `/api/people/${id}/follow`;
  const isFollowing = async () =>
    (await call('GET', `/api/lots/${lot}/chat/mine`, { as: fan })).body.followsSeller;

  const own = await call('PUT', path(seller.id), { as: seller });
  assert.deepEqual([own.status, own.body.code], [409, 'conflict']);
  const answer = await call('PUT', path(999_999_999), { as: fan });
  assert.deepEqual([answer.status, answer.body.code], [404, 'not_found']);
  for (let n = 0; n < 2; n++) {
    assert.deepEqual((await call('PUT', path(seller.id), { as: fan })).body, { follows: true });
    assert.equal(await isFollowing(), true);
  }
  await api.moderation.mergeGuest(seller.id, account.id);
  assert.equal(await isFollowing(), true);
  assert.deepEqual(await db.selectFrom('follows').select(['person_id', 'seller_id']).execute(), [
    { person_id: fan.id, seller_id: account.id },
  ]);
  // By the number that the seller had before.
  assert.deepEqual((await call('DELETE', path(seller.id), { as: fan })).body, { follows: false });
  assert.equal(await isFollowing(), false);
});
