import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { pino } from 'pino';
import { adminPeopleSchema, adminPersonDetailSchema, auditPageSchema } from '../../schema/http.ts';
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
/** A house with an admin and some people; names differ from one test to the next. */
async function house(config: Parameters<typeof apiForTest>[1] = {}) {
  const api = await apiForTest(db, config);
  const n = ++names;
  const boss = await api.withAccount(`Boss ${n}`, 'admin');
  const ann = await api.withAccount(`Ann ${n}`);
  const ben = await api.withAccount(`Ben ${n}`);
  const seller = await api.withAccount(`Seller ${n}`);
  const act = (id: number, action: string, body: object = {}) =>
    api.call('POST', `/api/admin/people/${id}/${action}`, { as: boss, body });
  const status = async (as: typeof ann) => (await api.call('GET', '/api/me', { as })).status;
  return { ...api, api, boss, ann, ben, seller, act, status };
}

const errands = () => db.selectFrom('lot_errands').selectAll().execute();
const auditOf = (person: number) =>
  db.selectFrom('audit_log').selectAll().where('person_id', '=', person).orderBy('id').execute();

test('who is banned is out at once and leads nowhere, and both are on record', async () => {
  const { api, ann, ben, seller, boss, act, status, call } = await house();
  const lots = [await listLot(api, seller), await listLot(api, seller), await listLot(api, seller)];
  for (const lot of lots) {
    await bid(api, lot, ben, 1_000);
    await bid(api, lot, ann, 9_000, true);
  }
  const { status: code, body } = await act(ann.id, 'ban', { reason: 'shill bids' });
  assert.equal(code, 200, JSON.stringify(body));
  adminPersonDetailSchema.strict().parse(body);
  assert.deepEqual([body.banned.reason, body.banned.until, body.sessions], ['shill bids', null, []]);
  assert.equal(await status(ann), 403);
  assert.equal((await call('GET', '/api/me', { as: ann })).body.code, 'banned');
  for (const lot of lots) {
    assert.deepEqual(await standing(api, lot), { leader: ben.id, pricePoints: 1_000 });
  }
  assert.deepEqual(await errands(), []);
  const [entry] = await auditOf(ann.id);
  assert.deepEqual(
    [entry?.by_id, entry?.action, entry?.details, entry?.request_id],
    [boss.id, 'ban', { reason: 'shill bids', until: null }, 'test'],
  );
});

test('a ban whose lots could not all be told is taken up again, also by the next server', async () => {
  const first = await house();
  const { api, ann, ben, seller, act, actors } = first;
  const lot = await listLot(api, seller);
  await bid(api, lot, ben, 1_000);
  await bid(api, lot, ann, 2_000);
  actors.isSilent = true;
  assert.equal((await act(ann.id, 'ban', { reason: 'x' })).status, 200);
  assert.equal((await errands()).length, 1);
  assert.equal(first.later.length, 1);

  // The server dies; its successor runs the same auctions.
  actors.isSilent = false;
  await api.moderation.runErrands();
  assert.deepEqual(await standing(api, lot), { leader: ben.id, pricePoints: 1_000 });
  assert.deepEqual(await errands(), []);
});

test('a ban ends by itself at its time, or when it is taken back; void bids stay void', async () => {
  const { api, ann, ben, seller, act, clock, people, call } = await house();
  const lot = await listLot(api, seller);
  await bid(api, lot, ben, 1_000);
  await bid(api, lot, ann, 2_000);
  await act(ann.id, 'ban', { reason: 'x', until: clock.now + 60_000 });
  const isBanned = async (id: number) =>
    (await call('GET', `/api/admin/people/${id}`, { as: (await house()).boss })).body.banned !== null;
  assert.deepEqual([people.denials.isBanned(ann.id), await isBanned(ann.id)], [true, true]);
  clock.now += 60_001;
  assert.equal(people.denials.isBanned(ann.id), false);

  await act(ben.id, 'ban', { reason: 'x' });
  assert.equal(people.denials.isBanned(ben.id), true);
  const { body } = await act(ben.id, 'unban');
  assert.equal(body.banned, null);
  assert.equal(people.denials.isBanned(ben.id), false);
  assert.deepEqual(await standing(api, lot), { leader: null, pricePoints: null });
  assert.equal((await act(ben.id, 'ban', { reason: 'x', until: clock.now })).body.code, 'invalid');
});

test('a role counts at once: who loses one, or gets one, signs in again', async () => {
  const { ann, act, status, call } = await house();
  const { body } = await act(ann.id, 'role', { role: 'moderator' });
  assert.equal(body.role, 'moderator');
  assert.equal(await status(ann), 401);
  const [entry] = await auditOf(ann.id);
  assert.deepEqual(entry?.details, { from: 'user', to: 'moderator' });
  assert.equal((await act(ann.id, 'role', { role: 'owner' })).status, 400);
  const guest = await (await house()).signIn('guest');
  assert.equal((await act(guest.id, 'role', { role: 'admin' })).body.code, 'conflict');
  assert.equal((await call('GET', '/api/admin/people', { as: guest })).status, 403);
});

test('nobody does it to the own self, to whom the configuration made an admin, or to nobody', async () => {
  const { boss, ann, act, clock } = await house({ admins: ['google:7'] });
  const identity = {
    issuer: 'https://accounts.google.com',
    subject: '7',
    provider: 'google',
    person_id: ann.id,
  };
  await db
    .insertInto('identities')
    .values({ ...identity, created_at: clock.now, used_at: clock.now })
    .execute();
  for (const [action, body] of [
    ['ban', { reason: 'x' }],
    ['unban', {}],
    ['role', { role: 'user' }],
    ['sign-out', {}],
  ] as const) {
    for (const id of [boss.id, ann.id]) {
      const answer = await act(id, action, body);
      assert.deepEqual([answer.status, answer.body.code], [403, 'not_allowed'], `${action} ${id}`);
    }
    assert.equal((await act(999_999, action, body)).status, 404);
    assert.equal((await act(Number.NaN, action, body)).body.code, 'not_found');
  }
  assert.deepEqual([...(await auditOf(boss.id)), ...(await auditOf(ann.id))], []);
});

test('signing somebody out ends all sessions', async () => {
  const { ann, act, status } = await house();
  assert.equal(await status(ann), 200);
  assert.equal((await act(ann.id, 'sign-out')).status, 200);
  assert.equal(await status(ann), 401);
});

test('people are found by a part of the name or the id, page by page, and nothing in a search is a pattern', async () => {
  const { call, boss, withAccount } = await house();
  const made = [];
  for (const name of ['Zq one', 'Zq two', 'zq_three', 'Zq%four']) made.push(await withAccount(name));
  const find = async (query: string) => {
    const { status, body } = await call('GET', `/api/admin/people?${query}`, { as: boss });
    assert.equal(status, 200, JSON.stringify(body));
    return adminPeopleSchema.strict().parse(body);
  };
  const all = await find('search=zq');
  assert.deepEqual(
    all.people.map(({ name }) => name),
    ['Zq%four', 'zq_three', 'Zq two', 'Zq one'],
  );
  assert.deepEqual(
    (await find('search=q%25f')).people.map(({ name }) => name),
    ['Zq%four'],
  );
  assert.deepEqual(
    (await find('search=q_t')).people.map(({ name }) => name),
    ['zq_three'],
  );
  assert.ok((await find(`search=${made[1]?.id}`)).people.some(({ name }) => name === 'Zq two'));
  const paged = [];
  for (let next: number | null = null, more = true; more; more = next !== null) {
    const page = await find(`search=zq&limit=3${next === null ? '' : `&cursor=${next}`}`);
    assert.ok(page.people.length <= 3);
    paged.push(...page.people.map(({ id }) => id));
    next = page.next;
  }
  assert.deepEqual(
    paged,
    all.people.map(({ id }) => id),
  );
  for (const query of ['limit=0', 'limit=101', 'cursor=x', `search=${'a'.repeat(81)}`]) {
    assert.equal((await call('GET', `/api/admin/people?${query}`, { as: boss })).status, 400, query);
  }
});

test('one person is shown with ways to sign in and browsers, and nothing that lets anybody in', async () => {
  const { call, boss, ann, people } = await house();
  const { status, body } = await call('GET', `/api/admin/people/${ann.id}`, { as: boss });
  assert.equal(status, 200);
  const detail = adminPersonDetailSchema.strict().parse(body);
  assert.equal(detail.sessions[0]?.agent, 'a browser');
  const [session] = await people.sessions.of(ann.id);
  assert.doesNotMatch(JSON.stringify(body), new RegExp(`${session?.id}|hash|token`, 'i'));
});

test('the record is read page by page, and about one person', async () => {
  const { call, boss, ann, ben, act } = await house();
  await act(ann.id, 'ban', { reason: 'x' });
  await act(ben.id, 'sign-out');
  await act(ann.id, 'unban');
  const read = async (query: string) =>
    auditPageSchema.strict().parse((await call('GET', `/api/admin/audit?${query}`, { as: boss })).body);
  const first = await read('limit=2');
  assert.deepEqual(
    first.entries.map(({ action, person, by }) => [action, person?.id, by?.id]),
    [
      ['unban', ann.id, boss.id],
      ['sign_out', ben.id, boss.id],
    ],
  );
  const second = await read(`limit=2&cursor=${first.next}`);
  assert.deepEqual([second.entries[0]?.action, second.entries[0]?.person?.id], ['ban', ann.id]);
  assert.equal((await read(`person=${ann.id}`)).entries.length, 2);
});

test('the record can only be added to, whoever asks', async () => {
  const { ann, act } = await house();
  await act(ann.id, 'sign-out');
  const before = await auditOf(ann.id);
  for (const change of [
    sql`update audit_log set by_id = 1`,
    sql`delete from audit_log`,
    sql`truncate audit_log`,
  ]) {
    await assert.rejects(change.execute(db), /audit_log can only be added to/);
  }
  assert.deepEqual(await auditOf(ann.id), before);
});

test('admins’ pages are for admins', async () => {
  const { call, ann, withAccount, signIn } = await house();
  const moderator = await withAccount('Judge Judy', 'moderator');
  const guest = await signIn('somebody');
  for (const path of ['people', `people/${ann.id}`, 'audit']) {
    for (const as of [ann, moderator, guest]) {
      const { status, body } = await call('GET', `/api/admin/${path}`, { as });
      assert.deepEqual([status, body.code], [403, 'not_allowed']);
    }
    assert.equal((await call('GET', `/api/admin/${path}`)).status, 401);
  }
});
