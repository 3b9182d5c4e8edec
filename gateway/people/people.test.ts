import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { migrateToLatest } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { apiForTest } from '../lots/testing/api-for-test.ts';
import { createPeople } from './people.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after });
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);

test('a guest comes in, is known by the cookie, and leaves', async () => {
  const { call } = await apiForTest(db);
  const signedIn = await call('POST', '/api/guests', { body: { name: '  민수 ' } });
  assert.equal(signedIn.status, 201);
  assert.equal(signedIn.body.name, '민수');
  const cookie = signedIn.headers.get('set-cookie') ?? '';
  assert.match(cookie, /^lotcast_person=[\w.-]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);

  const headers = { cookie: `theme=dark; ${cookie.split(';')[0]}` };
  assert.deepEqual((await call('GET', '/api/me', { headers })).body, signedIn.body);

  const left = await call('DELETE', '/api/me', { headers });
  assert.equal(left.status, 204);
  assert.match(left.headers.get('set-cookie') ?? '', /^lotcast_person=; Path=\/; Max-Age=0; HttpOnly/);
});

test('the cookie is for https only when the guest came by https', async () => {
  const { call } = await apiForTest(db);
  for (const headers of [{ 'x-forwarded-proto': 'https' }, { origin: 'https://lotcast.test' }]) {
    const { headers: answered } = await call('POST', '/api/guests', { body: { name: 'a' }, headers });
    assert.match(answered.get('set-cookie') ?? '', /; Secure$/);
  }
});

const refusedNames: unknown[] = [
  '',
  '   ',
  'a'.repeat(limits.maxNameChars + 1),
  'two\nlines',
  'nul\u0000',
  'gnp.\u202Eexe',
  'zero\u200Bwidth',
  'half\uD800',
  '\u200D',
  17,
  null,
  ['a'],
];
for (const name of refusedNames) {
  test(`the name ${JSON.stringify(name)} is refused`, async () => {
    const { call } = await apiForTest(db);
    const { status, body } = await call('POST', '/api/guests', { body: { name } });
    assert.equal(status, 400);
    assert.equal(body.code, 'invalid');
    assert.equal(body.fields[0].path, 'name');
  });
}

test('names are composed, and emoji are names', async () => {
  const { call } = await apiForTest(db);
  const decomposed = '민수'.normalize('NFD');
  assert.equal((await call('POST', '/api/guests', { body: { name: decomposed } })).body.name, '민수');
  assert.equal((await call('POST', '/api/guests', { body: { name: '👩‍🚀' } })).status, 201);
});

test('nothing is known of someone without a cookie, or with one that is not ours', async () => {
  const { call, signIn } = await apiForTest(db);
  const { cookie } = await signIn('a');
  const [head, claims, signature] = (cookie.split('=')[1] ?? '').split('.');
  const other = Buffer.from(JSON.stringify({ iss: 'lotcast', sub: '1', name: 'b', exp: 9e9 }));
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
  const forged = [
    `${head}.${other.toString('base64url')}.${signature}`,
    `${unsigned}.${other.toString('base64url')}.`,
    `${head}.${claims}.${signature?.slice(0, -3)}`,
    '',
    'x',
    'a'.repeat(100_000),
  ];
  assert.equal((await call('GET', '/api/me')).status, 401);
  for (const token of forged) {
    const { status, body } = await call('GET', '/api/me', { headers: { cookie: `lotcast_person=${token}` } });
    assert.deepEqual([status, body.code], [401, 'not_signed_in'], token.slice(0, 40));
  }
});

test('a token is known until it expires and not longer, whether it was seen before or not', async () => {
  const { call, signIn, clock } = await apiForTest(db);
  const [seen, unseen] = [await signIn('a'), await signIn('b')];
  const statusOf = async (as: typeof seen) => (await call('GET', '/api/me', { as })).status;
  const signedInAt = clock.now;
  assert.equal(await statusOf(seen), 200);
  clock.now = signedInAt + limits.guestTokenMs - 2_000;
  assert.equal(await statusOf(seen), 200);
  clock.now = signedInAt + limits.guestTokenMs + 1;
  assert.equal(await statusOf(seen), 401);
  assert.equal(await statusOf(unseen), 401);
});

test('servers that start at the same moment agree on one key', async () => {
  const pool = new pg.Pool({ connectionString: server.url, max: 8 });
  const together = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await together.deleteFrom('signing_keys').execute();
  const now = Date.now;
  const everybody = await Promise.all(Array.from({ length: 8 }, () => createPeople({ db: together, now })));
  const { token } = await (everybody[0] as (typeof everybody)[0]).addGuest('a');
  for (const people of everybody) {
    assert.equal((await people.verifyPerson(`lotcast_person=${token}`))?.name, 'a');
  }
  await together.destroy();
});

test('guests of one address are limited, those of another are not', async () => {
  const { call, clock } = await apiForTest(db, { guestsPerMinute: 2 });
  const comeIn = (address: string) => call('POST', '/api/guests', { body: { name: 'a' }, address });
  const one = '2001:0db8:0000:0001:0000:0000:0000:0001';
  const sameNetwork = '2001:0db8:0000:0001:ffff:0000:0000:0002';
  assert.equal((await comeIn(one)).status, 201);
  assert.equal((await comeIn(sameNetwork)).status, 201);
  const refused = await comeIn(one);
  assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited']);
  assert.equal(refused.headers.get('retry-after'), '30');
  assert.equal((await comeIn('192.0.2.7')).status, 201);
  clock.now += 30_000;
  assert.equal((await comeIn(one)).status, 201);
});

test('no guest comes in where guests are not admitted', async () => {
  const { call } = await apiForTest(db, { guestSignIn: false });
  const { status, body } = await call('POST', '/api/guests', { body: { name: 'a' } });
  assert.deepEqual([status, body.code], [403, 'guest_sign_in_off']);
});

test('pages of other sites change nothing', async () => {
  const { call } = await apiForTest(db, { publicOrigins: ['https://friend.example'] });
  const withOrigin = async (origin: string) =>
    (await call('POST', '/api/guests', { body: { name: 'a' }, headers: { origin } })).status;
  assert.equal(await withOrigin('http://lotcast.test'), 201);
  assert.equal(await withOrigin('https://friend.example'), 201);
  assert.equal(await withOrigin('https://evil.example'), 403);
  assert.equal(await withOrigin('http://lotcast.test.evil.example'), 403);
  assert.equal(await withOrigin('http://lotcast.test:81'), 403);
  assert.equal(await withOrigin('null'), 403);
});

test('only pages of allowed origins may read answers with credentials', async () => {
  const { call } = await apiForTest(db, { publicOrigins: ['https://friend.example'] });
  const allowed = async (origin: string) =>
    (await call('GET', '/api/me', { headers: { origin } })).headers.get('access-control-allow-origin');
  assert.equal(await allowed('https://friend.example'), 'https://friend.example');
  assert.equal(await allowed('https://evil.example'), null);
});

test('bodies that forms can send are not taken', async () => {
  const { call } = await apiForTest(db);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/plain; a=application/json']) {
    const { status, body } = await call('POST', '/api/guests', {
      body: '{"name":"a"}',
      headers: { 'content-type': type },
    });
    assert.deepEqual([status, body.code], [415, 'malformed'], type);
  }
});
