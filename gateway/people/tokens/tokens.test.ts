import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { generateKeyPair, SignJWT } from 'jose';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { limits } from '../../../schema/limits.ts';
import type { Tables } from '../../../schema/tables.ts';
import { startInstalledPostgres } from '../../../testing/postgres.ts';
import { migrateToLatest } from '../../database/migrate.ts';
import { openDatabase } from '../../database/open.ts';
import { apiForTest } from '../../lots/testing/api-for-test.ts';
import { createPeople } from '../people.ts';
import { TokenKeys } from './token-keys.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after });
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);

const accessTokenMs = 600_000;

test('nothing is known of someone without a token, or with one that is not ours', async () => {
  const { call, signIn, people, clock } = await apiForTest(db);
  const { cookie, id } = await signIn('a');
  const token = cookie.split('=')[1] ?? '';
  const [head = '', claims = '', signature = ''] = token.split('.');
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const stranger = await generateKeyPair('ES256');
  const ours = await TokenKeys.open(db, () => clock.now);
  const text = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const good = JSON.parse(Buffer.from(claims, 'base64url').toString());

  /** A token of ours but for what is given. */
  const signed = (
    change: object,
    { key = ours.signer.key, typ = 'at+jwt' }: { key?: CryptoKey; typ?: string } = {},
  ) => new SignJWT({ ...good, ...change }).setProtectedHeader({ alg: 'ES256', typ, kid }).sign(key);
  const isKnown = async (shown: string) =>
    (await call('GET', '/api/me', { headers: { cookie: `lotcast_access=${shown}` } })).status === 200;

  assert.equal(await isKnown(await signed({})), true, 'the forger’s own tools are sound');
  const forged: Record<string, string> = {
    'no algorithm': `${text({ alg: 'none', typ: 'at+jwt', kid })}.${claims}.`,
    'no algorithm, with a signature': `${text({ alg: 'none', typ: 'at+jwt', kid })}.${claims}.${signature}`,
    'another person': `${head}.${text({ ...good, sub: String(id + 1) })}.${signature}`,
    'a role': `${head}.${text({ ...good, role: 'admin' })}.${signature}`,
    'a cut signature': `${head}.${claims}.${signature.slice(0, -3)}`,
    'another key': await signed({}, { key: stranger.privateKey }),
    'the public key as a secret': await new SignJWT(good)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid })
      .sign(Buffer.from(JSON.stringify(people.publicKeys().keys[0]))),
    'another audience': await signed({ aud: 'lotcast-socket' }),
    'another issuer': await signed({ iss: 'elsewhere' }),
    'another kind of token': await signed({}, { typ: 'JWT' }),
    'no session': await signed({ sid: undefined }),
    'no end': await signed({ exp: undefined }),
    'an end that has been': await signed({ exp: Math.floor(clock.now / 1_000) - 1 }),
    'a key that is not known': await new SignJWT(good)
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'x' })
      .sign(ours.signer.key),
    nothing: '',
    junk: 'x',
    'a lot of junk': 'a'.repeat(100_000),
  };
  for (const [name, shown] of Object.entries(forged)) assert.equal(await isKnown(shown), false, name);
  assert.equal((await call('GET', '/api/me')).status, 401);
});

test('a token of another environment is worth nothing', async () => {
  const here = await apiForTest(db);
  const { cookie } = await here.signIn('a');
  const elsewhere = await startInstalledPostgres({ after });
  const other = await openDatabase({ databaseUrl: elsewhere.url, dataDir: '' }, log);
  after(other.stop);
  await migrateToLatest(other.kysely, log);
  const there = await apiForTest(other.kysely);
  const { cookie: foreign } = await there.signIn('b');
  const me = async (header: string) =>
    (await here.call('GET', '/api/me', { headers: { cookie: header } })).status;
  assert.equal(await me(cookie), 200);
  assert.equal(await me(foreign), 401);
});

test('by https only the cookie counts that no other host can have set', async () => {
  const { call, signIn } = await apiForTest(db);
  const { cookie } = await signIn('a');
  const { cookie: tossed } = await signIn('attacker');
  const me = (header: string) =>
    call('GET', '/api/me', { headers: { cookie: header, 'x-forwarded-proto': 'https' } });
  assert.equal((await me(tossed)).status, 401);
  assert.equal((await me(`${tossed}; __Host-${cookie}`)).body.name, 'a');
});

test('behind a proxy that does not say https, who came in by it is known to every request', async () => {
  const { call } = await apiForTest(db);
  const headers = { origin: 'https://lotcast.test' };
  const comesIn = await call('POST', '/api/guests', { body: { name: 'a' }, headers });
  const cookie = comesIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  assert.match(cookie, /^__Host-/);
  // A browser names no origin when it reads from the own site.
  assert.equal((await call('GET', '/api/me', { headers: { cookie } })).status, 200);
});

test('a token is known until it ends and not longer, whether it was seen before or not', async () => {
  const { call, signIn, clock } = await apiForTest(db);
  const [seen, unseen] = [await signIn('a'), await signIn('b')];
  const statusOf = async (as: typeof seen) => (await call('GET', '/api/me', { as })).status;
  const signedInAt = clock.now;
  assert.equal(await statusOf(seen), 200);
  clock.now = signedInAt + accessTokenMs - 2_000;
  assert.equal(await statusOf(seen), 200);
  clock.now = signedInAt + accessTokenMs + 1;
  assert.equal(await statusOf(seen), 401);
  assert.equal(await statusOf(unseen), 401);
});

test('servers that start at the same moment agree on one key', async () => {
  const pool = new pg.Pool({ connectionString: server.url, max: 8 });
  const together = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await together.deleteFrom('token_keys').execute();
  const everybody = await Promise.all(
    Array.from({ length: 8 }, () => createPeople({ db: together, now: Date.now, accessTokenMs })),
  );
  const [first] = everybody;
  const guest = await first?.addGuest('a');
  assert.ok(first && guest);
  const { accessToken } = await first.sessions.begin(guest, { provider: 'guest', agent: '', address: '' });
  for (const { verifier, publicKeys } of everybody) {
    assert.equal((await verifier.verifyCookie(`lotcast_access=${accessToken}`, false))?.person.name, 'a');
    assert.equal(publicKeys().keys.length, 1);
  }
  await together.destroy();
});

test('a new key is known everywhere before it signs, and an old one as long as anything that it signed', async () => {
  await db.deleteFrom('token_keys').execute();
  const clock = { now: Date.now() };
  const [one, another] = [
    await TokenKeys.open(db, () => clock.now),
    await TokenKeys.open(db, () => clock.now),
  ];
  const first = one.signer.kid;
  const has = (keys: TokenKeys, kid: string) => keys.publicKeys.keys.some((key) => key.kid === kid);

  clock.now += limits.tokenKeyMs;
  await one.renew();
  assert.equal(one.signer.kid, first, 'the next one does not sign yet');
  await another.renew();
  assert.equal(another.publicKeys.keys.length, 2);
  clock.now += limits.tokenKeyNoticeMs;
  const second = one.signer.kid;
  assert.notEqual(second, first);
  assert.ok(has(another, second) && has(another, first));

  clock.now += 48 * 3_600_000;
  await another.renew();
  assert.ok(!has(another, first) && has(another, second));
  for (const key of one.publicKeys.keys) assert.equal('d' in key, false, 'a private key got out');
});

test('anybody may have the public keys, and nothing of the private ones', async () => {
  const { call, people } = await apiForTest(db);
  const { status, body } = await call('GET', '/.well-known/jwks.json');
  assert.equal(status, 200);
  assert.deepEqual(body, people.publicKeys());
  for (const key of body.keys) {
    assert.deepEqual(Object.keys(key).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  }
});
