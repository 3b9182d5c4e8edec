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

test('a guest comes in, is known by the cookie, and leaves', async () => {
  const { call } = await apiForTest(db);
  const signedIn = await call('POST', '/api/guests', { body: { name: '  민수 ' } });
  assert.equal(signedIn.status, 201);
  assert.equal(signedIn.body.name, '민수');
  const [access = '', refresh = ''] = signedIn.headers.getSetCookie();
  assert.match(access, /^lotcast_access=[\w.-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/);
  assert.match(refresh, /^lotcast_refresh=[\w.-]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);

  const headers = { cookie: `theme=dark; ${access.split(';')[0]}` };
  assert.deepEqual((await call('GET', '/api/me', { headers })).body, { ...signedIn.body, language: null });

  const left = await call('DELETE', '/api/me', { headers });
  assert.equal(left.status, 204);
  for (const cookie of left.headers.getSetCookie()) {
    assert.match(cookie, /^lotcast_(access|refresh)=; Path=\/; Max-Age=0; HttpOnly/);
  }
  // The browser's word is not relied on: the session itself has ended.
  assert.equal((await call('GET', '/api/me', { headers })).status, 401);
});

test('the cookie is for https only when the guest came by https', async () => {
  const { call } = await apiForTest(db);
  for (const headers of [{ 'x-forwarded-proto': 'https' }, { origin: 'https://lotcast.test' }]) {
    const { headers: answered } = await call('POST', '/api/guests', { body: { name: 'a' }, headers });
    for (const cookie of answered.getSetCookie()) {
      assert.match(cookie, /^__Host-lotcast_\w+=[^;]+; Path=\/; .*; Secure$/);
    }
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
