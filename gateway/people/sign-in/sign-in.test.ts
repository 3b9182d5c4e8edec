import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { limits } from '../../../schema/limits.ts';
import { PlainBrowser } from '../../../testing/plain-browser.ts';
import { startPlainOAuth2 } from '../../../testing/plain-oauth2.ts';
import { startInstalledPostgres } from '../../../testing/postgres.ts';
import { migrateToLatest } from '../../database/migrate.ts';
import { openDatabase } from '../../database/open.ts';
import { naver } from './providers/naver.ts';
import { houseWith, SignInHouse } from './testing/sign-in-house.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after });
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);

/** The cookie that somebody is known by. */
const accessCookie = 'lotcast_access';

let count = 0;
/** Somebody whom no test has met before. */
const stranger = (claims: Record<string, unknown> = {}) => ({ subject: `stranger-${++count}`, claims });

const codeOf = (url: URL) => url.searchParams.get('signIn');

test('somebody signs in with a provider and comes back to where they were', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc']);
  const browser = new PlainBrowser();
  providers.oidc.person = { subject: 'mina', claims: { nickname: '민아' } };
  const end = await house.signIn(browser, 'oidc', 'returnTo=/lots/7%3Fbid%3D5000');
  assert.equal(end.href, `${house.url}/lots/7?bid=5000`);
  const person = await house.personIn(browser);
  assert.deepEqual([person?.name, person?.kind, person?.role], ['민아', 'user', 'user']);

  const elsewhere = new PlainBrowser();
  providers.oidc.person = { subject: 'mina', claims: { nickname: 'another name by now' } };
  await house.signIn(elsewhere, 'oidc');
  assert.deepEqual(await house.personIn(elsewhere), person);
});

test('a provider that keeps the name for those who ask is asked', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc'], { hasThinTokens: true });
  const browser = new PlainBrowser();
  providers.oidc.person = stranger({ preferred_username: 'thin' });
  await house.signIn(browser, 'oidc');
  assert.equal((await house.personIn(browser))?.name, 'thin');
});

test('a provider that wants the secret in a header gets it there', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc'], { isSecretInHeader: true });
  const browser = new PlainBrowser();
  providers.oidc.person = stranger();
  assert.equal(codeOf(await house.signIn(browser, 'oidc')), null);
  assert.equal((await house.personIn(browser))?.kind, 'user');
});

test('plain OAuth 2 in the manner of Naver leads to an account as well', async (t) => {
  const plain = await startPlainOAuth2(t);
  const { clientId, clientSecret, endpoints } = plain;
  const house = await SignInHouse.open(t, db, {
    providers: () => [{ ...naver, clientId, clientSecret, endpoints }],
  });
  const browser = new PlainBrowser();
  plain.person = { id: 'n-1', nickname: '네이버' };
  assert.equal((await house.signIn(browser, 'naver', 'returnTo=/sell')).pathname, '/sell');
  assert.equal((await house.personIn(browser))?.name, '네이버');
  const identity = await db
    .selectFrom('identities')
    .selectAll()
    .where('subject', '=', 'n-1')
    .executeTakeFirst();
  assert.equal(identity?.issuer, 'https://nid.naver.com');

  const stolen = await house.leaveAndStop(new PlainBrowser(), 'naver');
  assert.equal(codeOf(await new PlainBrowser().follow(stolen.href)), 'sign_in_failed');
  const tampered = await house.leaveAndStop(browser, 'naver');
  tampered.searchParams.set('code', 'made-up');
  assert.equal(codeOf(await browser.follow(tampered.href)), 'sign_in_failed');
});

test('the ways to sign in are told, and no secret with them', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc', 'google']);
  const text = await (await fetch(`${house.url}/api/sign-in`)).text();
  assert.deepEqual(JSON.parse(text), {
    providers: [
      { id: 'oidc', name: 'Somewhere' },
      { id: 'google', name: 'Google' },
    ],
    guests: true,
  });
  assert.ok(!text.includes(providers.oidc.clientSecret));
});

test('a guest who signs in for the first time stays who they are, with a name of the provider', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc']);
  const [browser, thief] = [new PlainBrowser(), new PlainBrowser()];
  const guest = await house.comeInAsGuest(browser, 'just looking');
  thief.copies(browser, accessCookie);
  providers.oidc.person = stranger({ nickname: 'Serious Bidder' });
  await house.signIn(browser, 'oidc');
  const person = await house.personIn(browser);
  assert.deepEqual([person?.id, person?.name, person?.kind], [guest.id, 'Serious Bidder', 'user']);
  assert.deepEqual(house.merged, []);
  assert.equal(await house.personIn(thief), null, "who had the guest's cookie does not have the account");
});

test('what a guest has passes over to the account that they turn out to have', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc']);
  providers.oidc.person = stranger();
  const [first, second] = [new PlainBrowser(), new PlainBrowser()];
  await house.signIn(first, 'oidc');
  const account = await house.personIn(first);
  const guest = await house.comeInAsGuest(second, 'me again');
  await house.signIn(second, 'oidc');
  assert.deepEqual(await house.personIn(second), account);
  assert.deepEqual(house.merged, [[guest.id, account?.id]]);
});

test('who is in already and signs in as somebody else leaves the first account as it is', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc', 'google']);
  const browser = new PlainBrowser();
  providers.oidc.person = stranger();
  await house.signIn(browser, 'oidc');
  const first = await house.personIn(browser);
  providers.google.person = stranger();
  await house.signIn(browser, 'google');
  const second = await house.personIn(browser);
  assert.notEqual(second?.id, first?.id);
  assert.deepEqual(house.merged, []);
});

test('one account in two browsers at once for the first time is one account', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc']);
  providers.oidc.person = stranger({ nickname: 'Twice' });
  const browsers = Array.from({ length: 6 }, () => new PlainBrowser());
  await Promise.all(browsers.map((browser) => house.signIn(browser, 'oidc')));
  const people = await Promise.all(browsers.map((browser) => house.personIn(browser)));
  assert.equal(new Set(people.map((person) => person?.id)).size, 1);
  assert.equal(people[0]?.name, 'Twice');
});

test('names are made to fit, to differ, and to be nobody of the house', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc']);
  const nameOf = async (nickname: unknown) => {
    const browser = new PlainBrowser();
    providers.oidc.person = stranger({ nickname });
    await house.signIn(browser, 'oidc');
    return (await house.personIn(browser))?.name ?? '';
  };
  assert.equal(await nameOf('Same Name'), 'Same Name');
  assert.match(await nameOf('same  NAME'), /^same NAME \d+$/);
  assert.match(await nameOf('ѕаmе nаmе'), / \d+$/, 'Cyrillic letters that look like Latin ones');
  assert.equal(await nameOf(`  ${'긴'.repeat(60)}`), '긴'.repeat(limits.maxNameChars));
  assert.equal(await nameOf('gnp.\u202Eexe\u0000'), 'gnp.exe');
  for (const nobody of [
    'Admin',
    '𝐀𝐝𝐦𝐢𝐧',
    'L0tcast Official',
    '운영자 김',
    'аdmin2',
    '',
    '\u200b',
    17,
    undefined,
  ]) {
    assert.match(await nameOf(nobody), /^Bidder \d{4,}$/, String(nobody));
  }
  assert.equal(await nameOf('Badminton fan'), 'Badminton fan');
});

test('admins by configuration are admins from their next sign-in on, by provider and subject', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc', 'google'], {
    config: { admins: [{ provider: 'google', subject: 'boss' }] },
  });
  const browser = new PlainBrowser();
  providers.oidc.person = { subject: 'boss' };
  await house.signIn(browser, 'oidc');
  assert.equal((await house.personIn(browser))?.role, 'user');
  providers.google.person = { subject: 'boss' };
  await house.signIn(browser, 'google');
  const boss = await house.personIn(browser);
  assert.equal(boss?.role, 'admin');
  const row = await db
    .selectFrom('persons')
    .select('role')
    .where('id', '=', boss?.id ?? 0)
    .executeTakeFirst();
  assert.equal(row?.role, 'admin');
  const recorded = await db
    .selectFrom('audit_log')
    .select(['action', 'by_id', 'details'])
    .where('person_id', '=', boss?.id ?? 0)
    .execute();
  assert.deepEqual(recorded, [{ action: 'role', by_id: null, details: { to: 'admin' } }]);
});

test('who is shut out, or gone, does not sign in, nor as a new account by way of a guest who is', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc', 'google']);
  const browser = new PlainBrowser();
  providers.oidc.person = stranger();
  await house.signIn(browser, 'oidc');
  const id = (await house.personIn(browser))?.id ?? 0;
  const set = (values: Partial<Record<'banned_at' | 'banned_until' | 'deleted_at', number | null>>) =>
    db.updateTable('persons').set(values).where('id', '=', id).execute();
  const codeNow = async () => codeOf(await house.signIn(new PlainBrowser(), 'oidc'));

  await set({ banned_at: house.clock.now });
  assert.equal(await codeNow(), 'banned');
  await set({ banned_until: house.clock.now + 1 });
  assert.equal(await codeNow(), 'banned');
  house.clock.now += 1;
  assert.equal(await codeNow(), null);
  await set({ banned_at: null, banned_until: null, deleted_at: house.clock.now });
  assert.equal(await codeNow(), 'banned');

  const evader = new PlainBrowser();
  const guest = await house.comeInAsGuest(evader, 'evader');
  await db.updateTable('persons').set({ banned_at: 1 }).where('id', '=', guest.id).execute();
  providers.google.person = stranger();
  assert.equal(codeOf(await house.signIn(evader, 'google')), 'banned');
});

test('a second provider is linked by who is signed in with the first, and leads to the same account', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc', 'google']);
  const browser = new PlainBrowser();
  providers.oidc.person = stranger();
  providers.google.person = stranger();
  await house.signIn(browser, 'oidc');
  const person = await house.personIn(browser);
  const link = (as: PlainBrowser, provider: string) =>
    house.signIn(as, provider, 'returnTo=/me&link=1', true);
  assert.equal((await link(browser, 'google')).href, `${house.url}/me`);
  assert.equal((await link(browser, 'google')).href, `${house.url}/me`, 'once more changes nothing');

  const elsewhere = new PlainBrowser();
  await house.signIn(elsewhere, 'google');
  assert.deepEqual(await house.personIn(elsewhere), person);
  const { identities } = (await (await browser.ask(`${house.url}/api/me/identities`)).json()) as {
    identities: { provider: string }[];
  };
  assert.deepEqual(
    identities.map(({ provider }) => provider),
    ['oidc', 'google'],
  );

  const stranger2 = new PlainBrowser();
  providers.oidc.person = stranger();
  await house.signIn(stranger2, 'oidc');
  assert.equal(
    codeOf(await link(stranger2, 'google')),
    'already_linked',
    "another's account of the provider",
  );
  providers.google.person = stranger();
  const again = new PlainBrowser();
  again.copies(elsewhere, accessCookie);
  assert.equal(codeOf(await link(again, 'google')), 'already_linked', 'a second account of one provider');
});

test('nobody links but who is signed in with an account, from the own page', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc', 'google']);
  const browser = new PlainBrowser();
  const query = 'returnTo=/me&link=1';
  assert.equal(codeOf(await house.signIn(browser, 'google', query, true)), 'not_signed_in');
  await house.comeInAsGuest(browser, 'guest');
  assert.equal(codeOf(await house.signIn(browser, 'google', query, true)), 'not_signed_in');
  providers.oidc.person = stranger();
  await house.signIn(browser, 'oidc');
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    {},
  ] as const) {
    const answer = await browser.ask(`${house.url}/auth/google?${query}`, { headers });
    assert.equal(answer.headers.get('location'), '/me?signIn=sign_in_failed', JSON.stringify(headers));
  }
  assert.equal(
    (await db.selectFrom('identities').selectAll().where('provider', '=', 'google').execute()).filter(
      ({ issuer }) => issuer === providers.google.issuer,
    ).length,
    0,
  );
});

test('who has signed out, or somebody else in, on the way to a link has linked nothing', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc', 'google']);
  for (const change of ['out', 'other'] as const) {
    const browser = new PlainBrowser();
    providers.oidc.person = stranger();
    providers.google.person = stranger();
    await house.signIn(browser, 'oidc');
    const person = await house.personIn(browser);
    const back = await house.leaveAndStop(browser, 'google', 'returnTo=/me&link=1', true);
    if (change === 'out') {
      await db
        .updateTable('sessions')
        .set({ ended_at: 1 })
        .where('person_id', '=', person?.id ?? 0)
        .execute();
    } else {
      const other = new PlainBrowser();
      await house.comeInAsGuest(other, 'other');
      browser.copies(other, accessCookie);
    }
    assert.equal(codeOf(await browser.follow(back.href)), 'not_signed_in', change);
  }
});

test('a way to sign in is given up, but never the last, whoever is quicker', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc', 'google']);
  const browser = new PlainBrowser();
  providers.oidc.person = stranger();
  providers.google.person = stranger();
  await house.signIn(browser, 'oidc');
  await house.signIn(browser, 'google', 'returnTo=/me&link=1', true);
  const unlink = async (provider: string) =>
    (await browser.ask(`${house.url}/api/me/identities/${provider}`, { method: 'DELETE' })).status;
  assert.equal(await unlink('naver'), 404);
  assert.deepEqual((await Promise.all([unlink('oidc'), unlink('google')])).sort(), [204, 409]);
});

test('sign-ins of one address are limited', async (t) => {
  const { house } = await houseWith(t, db, ['oidc'], { config: { signInsPerMinute: 2 } });
  const browser = new PlainBrowser();
  const leave = async () => (await browser.ask(`${house.url}/auth/oidc`)).status;
  assert.deepEqual([await leave(), await leave(), await leave()], [302, 302, 429]);
  house.clock.now += 30_000;
  assert.equal(await leave(), 302);
});

test('cookies are for https only where the service is, and come from this very host', async (t) => {
  const { house } = await houseWith(t, db, ['oidc'], { config: { publicUrl: 'https://lotcast.test' } });
  const answer = await fetch(`${house.url}/auth/oidc`, { redirect: 'manual' });
  const line = answer.headers.getSetCookie()[0] ?? '';
  assert.match(
    line,
    /^__Host-lotcast_sign_in=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  const location = new URL(answer.headers.get('location') ?? '');
  assert.equal(location.searchParams.get('redirect_uri'), 'https://lotcast.test/auth/oidc/callback');
  assert.equal(location.searchParams.get('code_challenge_method'), 'S256');

  const browser = new PlainBrowser();
  const back = await browser.follow(location.href, (url) => url.origin === 'https://lotcast.test');
  const cookie = line.split(';')[0] ?? '';
  const come = (withCookie: string) =>
    fetch(`${house.url}${back.pathname}${back.search}`, {
      headers: { cookie: withCookie, 'x-forwarded-proto': 'https' },
      redirect: 'manual',
    });
  const planted = await come(cookie.replace('__Host-', ''));
  assert.equal(planted.headers.get('location'), '/?signIn=sign_in_failed', 'not from this very host');
  const lines = (await come(cookie)).headers.getSetCookie();
  assert.deepEqual(
    lines.map((each) => /^(__Host-\w+)=.*; Secure\b/.exec(each)?.[1]),
    ['__Host-lotcast_sign_in', '__Host-lotcast_access', '__Host-lotcast_refresh'],
  );
});
