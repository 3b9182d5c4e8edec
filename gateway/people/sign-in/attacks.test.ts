import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, type TestContext, test } from 'node:test';
import { generateKeyPair, SignJWT } from 'jose';
import { pino } from 'pino';
import { limits } from '../../../schema/limits.ts';
import type { IdentityProvider } from '../../../testing/identity-provider.ts';
import { PlainBrowser } from '../../../testing/plain-browser.ts';
import { startInstalledPostgres } from '../../../testing/postgres.ts';
import { migrateToLatest } from '../../database/migrate.ts';
import { openDatabase } from '../../database/open.ts';
import { naver } from './providers/naver.ts';
import { oidc } from './providers/oidc.ts';
import { houseWith, SignInHouse } from './testing/sign-in-house.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after });
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);

const attemptCookie = 'lotcast_sign_in';
const codeOf = (url: URL) => url.searchParams.get('signIn');

/** Comes back to this address, which must lead nowhere, and gives the code that the page is told. */
async function refused(house: SignInHouse, browser: PlainBrowser, address: URL): Promise<string | null> {
  const end = await browser.follow(address.href);
  assert.equal(await house.personIn(browser), null);
  return codeOf(end);
}

test('another state than the own one leads nowhere, and uses the attempt up', async (t) => {
  const { house } = await houseWith(t, db, ['oidc']);
  const [browser, thief] = [new PlainBrowser(), new PlainBrowser()];
  const back = await house.leaveAndStop(browser, 'oidc');
  thief.copies(browser, attemptCookie);
  const forged = new URL(back);
  forged.searchParams.set('state', 'made-up');
  assert.equal(await refused(house, browser, forged), 'sign_in_failed');
  assert.equal(await refused(house, browser, back), 'sign_in_failed');
  assert.equal(await refused(house, thief, back), 'sign_in_failed', 'with a code that nobody has used');
});

test("the way back that was meant for one browser leads nowhere in another's", async (t) => {
  const { house } = await houseWith(t, db, ['oidc']);
  const [victim, attacker] = [new PlainBrowser(), new PlainBrowser()];
  const meantForVictim = await house.leaveAndStop(victim, 'oidc');
  assert.equal(await refused(house, attacker, meantForVictim), 'sign_in_failed', 'without an attempt');

  const own = await house.leaveAndStop(attacker, 'oidc');
  own.searchParams.set('code', meantForVictim.searchParams.get('code') ?? '');
  assert.equal(
    await refused(house, attacker, own),
    'sign_in_failed',
    'with an attempt that has another verifier',
  );
});

test('neither a code nor an attempt is good twice', async (t) => {
  const { house } = await houseWith(t, db, ['oidc']);
  const [browser, thief] = [new PlainBrowser(), new PlainBrowser()];
  const back = await house.leaveAndStop(browser, 'oidc');
  thief.copies(browser, attemptCookie);
  assert.equal(codeOf(await browser.follow(back.href)), null);
  assert.ok(await house.personIn(browser));
  assert.equal(browser.cookiesFor(house.url).includes(attemptCookie), false);
  assert.equal(await refused(house, thief, back), 'sign_in_failed', 'with the stolen attempt');
  assert.equal(codeOf(await browser.follow(back.href)), 'sign_in_failed', 'without');
});

test('an attempt that is too old, or was changed, leads nowhere', async (t) => {
  const { house } = await houseWith(t, db, ['oidc']);
  const slow = new PlainBrowser();
  const back = await house.leaveAndStop(slow, 'oidc');
  house.clock.now += limits.signInAttemptMs;
  assert.equal(await refused(house, slow, back), 'sign_in_failed');

  const answer = await fetch(`${house.url}/auth/oidc`, { redirect: 'manual' });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const middle = Math.floor(cookie.length / 2);
  const changed = cookie.slice(0, middle) + (cookie[middle] === 'A' ? 'B' : 'A') + cookie.slice(middle + 1);
  const state = new URL(answer.headers.get('location') ?? '').searchParams.get('state');
  for (const wrong of [
    changed,
    cookie.slice(0, -4),
    `${attemptCookie}=x`,
    `${attemptCookie}=${'a'.repeat(9_000)}`,
  ]) {
    const location = (
      await fetch(`${house.url}/auth/oidc/callback?code=x&state=${state}`, {
        headers: { cookie: wrong },
        redirect: 'manual',
      })
    ).headers.get('location');
    assert.equal(location, '/?signIn=sign_in_failed');
  }
});

test("one provider's answer is not taken for another's", async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc', 'google']);
  const elsewhere = new PlainBrowser();
  const back = await house.leaveAndStop(elsewhere, 'oidc');
  const mixedUp = new URL(`${house.url}/auth/google/callback${back.search}`);
  assert.equal(
    await refused(house, elsewhere, mixedUp),
    'sign_in_failed',
    'at the callback of the other one',
  );

  const browser = new PlainBrowser();
  const named = await house.leaveAndStop(browser, 'oidc');
  named.searchParams.set('iss', providers.google.issuer);
  assert.equal(await refused(house, browser, named), 'sign_in_failed', 'in the name of the other one');

  const unnamed = await house.leaveAndStop(browser, 'oidc');
  unnamed.searchParams.delete('iss');
  assert.equal(
    await refused(house, browser, unnamed),
    'sign_in_failed',
    'without the name that it always has',
  );
});

test('a provider that sends people on to another one, with all that it was told, learns nothing by it', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc', 'google']);
  const browser = new PlainBrowser();
  const begun = await browser.ask(`${house.url}/auth/oidc`);
  const onward = new URL(begun.headers.get('location') ?? '');
  onward.port = new URL(providers.google.issuer).port;
  onward.searchParams.set('redirect_uri', `${house.url}/auth/google/callback`);
  const end = await browser.follow(onward.href);
  assert.equal(codeOf(end), 'sign_in_failed');
  assert.equal(await house.personIn(browser), null);
});

const seconds = () => Math.floor(Date.now() / 1_000);
const toleranceSeconds = limits.providerClockToleranceMs / 1_000;
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const { privateKey: foreignKey } = await generateKeyPair('RS256');

const wrongTokens: Record<string, NonNullable<IdentityProvider['bend']>> = {
  'is expired': (claims) => ({ ...claims, exp: seconds() - toleranceSeconds - 1 }),
  'is not good yet': (claims) => ({ ...claims, nbf: seconds() + 2 * toleranceSeconds }),
  'has another nonce': (claims) => ({ ...claims, nonce: 'made-up' }),
  'has no nonce': ({ nonce, ...claims }) => claims,
  'is for another service': (claims) => ({ ...claims, aud: 'another' }),
  'is of another issuer': (claims) => ({ ...claims, iss: 'https://accounts.google.com' }),
  'has no subject': ({ sub, ...claims }) => claims,
  'has a subject beyond all measure': (claims) => ({
    ...claims,
    sub: 'a'.repeat(limits.maxSubjectChars + 1),
  }),
  'is not signed': (claims) => `${base64({ alg: 'none' })}.${base64(claims)}.`,
  'is signed with a key that the browser knows': (claims) =>
    `${base64({ alg: 'HS256' })}.${base64(claims)}.AAAA`,
  'somebody else signed': (claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'test' }).sign(foreignKey),
  'is no token': () => 'nothing',
};
for (const [fault, bend] of Object.entries(wrongTokens)) {
  test(`an ID token that ${fault} proves nothing`, async (t) => {
    const { house, providers } = await houseWith(t, db, ['oidc']);
    providers.oidc.bend = bend;
    const browser = new PlainBrowser();
    const back = await house.leaveAndStop(browser, 'oidc');
    assert.equal(await refused(house, browser, back), 'sign_in_failed');
  });
}

test("a provider's clock may be off by a little", async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc']);
  const offBy: Array<(seconds: number) => NonNullable<IdentityProvider['bend']>> = [
    (now) => (claims) => ({ ...claims, exp: now - toleranceSeconds / 2 }),
    (now) => (claims) => ({ ...claims, iat: now + toleranceSeconds / 2, nbf: now + toleranceSeconds / 2 }),
  ];
  for (const bent of offBy) {
    providers.oidc.bend = bent(seconds());
    const browser = new PlainBrowser();
    assert.equal(codeOf(await house.signIn(browser, 'oidc')), null);
    assert.ok(await house.personIn(browser));
  }
});

test('a provider that is down is told as such, whenever that is, and tried again', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc']);
  const browser = new PlainBrowser();
  await providers.oidc.stop();
  assert.equal(codeOf(await house.signIn(browser, 'oidc')), 'provider_unavailable');
  await providers.oidc.start();
  const back = await house.leaveAndStop(browser, 'oidc');
  await providers.oidc.stop();
  assert.equal(await refused(house, browser, back), 'provider_unavailable');
  await providers.oidc.start();
  assert.equal(codeOf(await house.signIn(browser, 'oidc')), null);
  assert.ok(await house.personIn(browser));
});

test('whoever calls it off at the provider comes back as they went', async (t) => {
  const { house } = await houseWith(t, db, ['oidc']);
  const browser = new PlainBrowser();
  const back = await house.leaveAndStop(browser, 'oidc', 'returnTo=/lots/1');
  back.searchParams.delete('code');
  back.searchParams.set('error', 'access_denied');
  assert.equal((await browser.follow(back.href)).href, `${house.url}/lots/1?signIn=sign_in_failed`);
});

/** A server of a provider that answers as told. */
async function strangeServer(t: TestContext, answer: RequestListener): Promise<string> {
  const strange = createServer(answer).listen(0, '127.0.0.1');
  await once(strange, 'listening');
  t.after(() => {
    strange.closeAllConnections();
    strange.close();
  });
  return `http://127.0.0.1:${(strange.address() as AddressInfo).port}`;
}

const secret = { clientId: 'lotcast', clientSecret: 'hunter2-hunter2' };
const json = { 'content-type': 'application/json' };
const strangeAnswers: Record<string, RequestListener> = {
  'never answers': () => {},
  'begins an answer and never ends it': (_request, response) => {
    response.writeHead(200, json).write('{"issuer":');
  },
  'answers without end': (_request, response) => {
    response.writeHead(200, json);
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  },
  'answers with an error': (_request, response) => void response.writeHead(503).end('hunter3'),
  'sends us elsewhere': (_request, response) =>
    void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
  'is somebody else': (_request, response) =>
    void response.writeHead(200, json).end(JSON.stringify({ issuer: 'https://accounts.google.com' })),
  'makes no sense': (_request, response) => void response.writeHead(200, json).end('<html>'),
};
for (const [fault, answer] of Object.entries(strangeAnswers)) {
  test(`a provider that ${fault} is away, and nothing waits for it but whoever asked`, async (t) => {
    const issuer = await strangeServer(t, answer);
    const house = await SignInHouse.open(t, db, {
      providers: () => [{ ...oidc(issuer, 'Strange'), ...secret }],
      bounds: { timeoutMs: 300 },
    });
    assert.equal(codeOf(await house.signIn(new PlainBrowser(), 'oidc')), 'provider_unavailable');
    assert.equal((await fetch(`${house.url}/api/sign-in`)).status, 200);
    assert.match(JSON.stringify(house.logged), /provider_unavailable/);
    assert.doesNotMatch(JSON.stringify(house.logged), /hunter/);
  });
}

test('a provider is asked by https, or on this very machine', async (t) => {
  const { endpoints } = naver;
  const token = 'http://provider.invalid/token';
  const house = await SignInHouse.open(t, db, {
    providers: () => [
      {
        ...naver,
        ...secret,
        endpoints: {
          ...endpoints,
          ...{ authorization: 'https://provider.invalid/', token, userInfo: token },
        },
      },
    ],
  });
  const answer = await fetch(`${house.url}/auth/naver`, { redirect: 'manual' });
  const state = new URL(answer.headers.get('location') ?? '').searchParams.get('state');
  const back = await fetch(`${house.url}/auth/naver/callback?code=c&state=${state}`, {
    headers: { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' },
    redirect: 'manual',
  });
  assert.equal(back.headers.get('location'), '/?signIn=provider_unavailable');
  assert.match(JSON.stringify(house.logged), /provider\.invalid is not asked without https/);
});

test('what is logged of failures has no code, token or secret in it', async (t) => {
  const { house, providers } = await houseWith(t, db, ['oidc']);
  const browser = new PlainBrowser();
  providers.oidc.bend = (claims) => ({ ...claims, nonce: 'made-up' });
  const backs = [await house.leaveAndStop(browser, 'oidc')];
  await browser.follow(backs[0]?.href ?? '');
  backs.push(await house.leaveAndStop(browser, 'oidc'));
  await providers.oidc.stop();
  await browser.follow(backs[1]?.href ?? '');
  const logged = JSON.stringify(house.logged);
  assert.equal(house.logged.length, 2);
  for (const back of backs) {
    for (const name of ['code', 'state'])
      assert.ok(!logged.includes(back.searchParams.get(name) ?? '?'), logged);
  }
  assert.ok(!logged.includes(providers.oidc.clientSecret));
});

test('sign-ins are begun by the own page or the address bar, and under the own address only', async (t) => {
  const { house } = await houseWith(t, db, ['oidc']);
  const locationFor = async (headers: Record<string, string>, provider = 'oidc') =>
    (
      await fetch(`${house.url}/auth/${provider}?returnTo=/sell`, { headers, redirect: 'manual' })
    ).headers.get('location');
  const failed = '/sell?signIn=sign_in_failed';
  assert.equal(await locationFor({ 'sec-fetch-site': 'cross-site' }), failed);
  assert.equal(await locationFor({ 'sec-fetch-site': 'same-site' }), failed);
  assert.equal(await locationFor({ referer: 'https://evil.example/' }), failed);
  assert.match((await locationFor({ 'sec-fetch-site': 'none' })) ?? '', /^http:\/\/localhost:\d+\/auth\?/);
  assert.match(
    (await locationFor({ 'sec-fetch-site': 'same-origin' })) ?? '',
    /^http:\/\/localhost:\d+\/auth\?/,
  );
  for (const unknown of ['nobody', 'google', '__proto__', 'constructor']) {
    assert.equal(await locationFor({}, unknown), '/sell?signIn=unknown_provider', unknown);
  }
});
