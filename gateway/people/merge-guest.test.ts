import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { auctionActor } from '../../schema/ids.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { migrateToLatest } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { apiForTest } from '../lots/testing/api-for-test.ts';
import { bid, listLot, standing } from '../lots/testing/live-lot.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after });
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);

let names = 0;
async function house() {
  const api = await apiForTest(db);
  names += 1;
  const account = await api.withAccount(`Account ${'i'.repeat(names)}`);
  return { ...api, api, account, guest: await api.signIn('guest'), other: await api.signIn('other') };
}

const mergedInto = async (id: number) =>
  (await db.selectFrom('persons').select('merged_into').where('id', '=', id).executeTakeFirst())?.merged_into;
const errands = () => db.selectFrom('lot_errands').selectAll().execute();

test('lots, bids and what was won are the account’s, and the guest is gone', async () => {
  const { api, account, guest, other, moderation, call } = await house();
  const draft = await listLot(api, guest, false);
  const sold = await listLot(api, guest);
  const led = await listLot(api, other);
  const won = await listLot(api, other);
  await bid(api, sold, other, 1_000);
  await bid(api, led, guest, 5_000, true);
  const rival = await api.signIn('rival');
  await bid(api, led, rival, 2_000);
  await bid(api, won, guest, 1_000);
  await call('POST', `/api/lots/${won}/hammer`, { as: other, body: {} });

  await moderation.mergeGuest(guest.id, account.id);
  assert.equal(await mergedInto(guest.id), account.id);
  assert.equal((await call('GET', '/api/me', { as: guest })).status, 401);
  assert.deepEqual(await standing(api, led), { leader: account.id, pricePoints: 2_100 });
  const mine = await call('GET', `/api/lots/${led}/mine`, { as: account });
  assert.deepEqual(mine.body, { paddle: 1, leading: true, maxPoints: 5_000 });
  const { body: result } = await call('GET', `/api/lots/${won}/result`);
  assert.deepEqual(result.winner, { id: account.id, name: account.name, paddle: 1 });
  for (const lot of [draft, sold]) {
    const { body } = await call('GET', `/api/lots/${lot}`, { as: account });
    assert.deepEqual([body.seller.id, body.auction.sellerId], [account.id, account.id]);
  }
  assert.equal((await call('POST', `/api/lots/${draft}/open`, { as: account, body: {} })).status, 200);
  assert.equal((await call('POST', `/api/lots/${sold}/pause`, { as: account, body: {} })).status, 200);
  const { body: history } = await call('GET', `/api/lots/${led}/bids`);
  assert.deepEqual(
    history.bids.map((one: { by: { id: number } }) => one.by.id),
    [rival.id, account.id],
  );
  assert.deepEqual(await errands(), []);
});

test('once more changes nothing, and nobody is taken over by a second account', async () => {
  const { api, account, guest, other, moderation, withAccount } = await house();
  const lot = await listLot(api, other);
  await bid(api, lot, guest, 1_000);
  const second = await withAccount('Second');
  await moderation.mergeGuest(guest.id, account.id);
  await moderation.mergeGuest(guest.id, account.id);
  await moderation.mergeGuest(guest.id, second.id);
  assert.equal(await mergedInto(guest.id), account.id);
  assert.equal((await standing(api, lot)).leader, account.id);
  // An account is no guest.
  await moderation.mergeGuest(second.id, account.id);
  await moderation.mergeGuest(other.id, guest.id);
  assert.deepEqual([await mergedInto(second.id), await mergedInto(other.id)], [null, null]);
});

test('a banned guest does not come back as an account', async () => {
  const { account, guest, moderation } = await house();
  const ban = { banned_at: 1, banned_until: null, ban_reason: 'x' };
  await db.updateTable('persons').set(ban).where('id', '=', guest.id).execute();
  await moderation.mergeGuest(guest.id, account.id);
  assert.equal(await mergedInto(guest.id), null);
});

test('what a crash left half done is finished by the next start', async () => {
  const { api, account, guest, other, moderation, actors } = await house();
  const lot = await listLot(api, other);
  await bid(api, lot, guest, 1_000);
  actors.isSilent = true;
  await moderation.mergeGuest(guest.id, account.id);
  assert.equal((await errands()).length, 1);
  actors.isSilent = false;
  await moderation.runErrands();
  assert.equal((await standing(api, lot)).leader, account.id);
  assert.deepEqual(await errands(), []);
});

test('guests who wait together go round together: each lot is asked for all of them at once', async () => {
  const { api, account, other, moderation, actors, signIn } = await house();
  const lot = await listLot(api, other);
  const guests = await Promise.all(Array.from({ length: 20 }, (_, n) => signIn(`guest ${n}`)));
  for (const [n, guest] of guests.entries()) await bid(api, lot, guest, 1_000 + 100 * n);
  const asked = new Map<string, number>();
  const ask = actors.ask.bind(actors);
  actors.ask = (actor, question) => {
    asked.set(actor, (asked.get(actor) ?? 0) + 1);
    return ask(actor, question);
  };
  await Promise.all(guests.map(({ id }) => moderation.mergeGuest(id, account.id)));
  assert.ok((asked.get(auctionActor(lot)) ?? 0) <= 8, `asked ${asked.get(auctionActor(lot))} times`);
  assert.equal((await standing(api, lot)).leader, account.id);
  const { state } = (await ask(auctionActor(lot), { ask: 'snapshot' })) as { state: { bidderCount: number } };
  assert.equal(state.bidderCount, 1);
});
