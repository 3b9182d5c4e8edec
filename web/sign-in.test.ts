import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium } from '../testing/chromium.ts';
import { startHouseWithProvider } from '../testing/house-with-provider.ts';
import { Visitor } from './testing/visitor.ts';

interface Me {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
}

/** Whom the service takes a visitor for. */
const whoIs = (visitor: Visitor): Promise<Me> =>
  visitor.page.evaluate(async () => (await (await fetch('/api/me')).json()) as Me);

test('people sign in with a provider of another site, and keep what they had as guests', async (t) => {
  const { server, provider } = await startHouseWithProvider(t, { ADMINS: 'oidc:mina' });
  const browser = await launchChromium(t);
  provider.person = { subject: 'mina', claims: { nickname: 'Mina' } };

  const mina = await Visitor.arrive(browser, 'Passer-by', server.url);
  await mina.page.evaluate(() =>
    fetch('/api/guests', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"Passer-by"}',
    }),
  );
  const guest = await whoIs(mina);
  assert.equal(guest.kind, 'guest');
  await provider.stop();
  await mina.page.goto(`${server.url}/auth/oidc?returnTo=/sell`);
  await mina.sees('session-notice', { notice: 'provider_unavailable' });
  assert.equal(mina.page.url(), `${server.url}/sell`);
  assert.deepEqual(await whoIs(mina), guest);

  await provider.start();
  await mina.page.goto(`${server.url}/auth/oidc?returnTo=${encodeURIComponent('/sell?from=guest')}`);
  assert.equal(mina.page.url(), `${server.url}/sell?from=guest`);
  await mina.reads('person', 'Mina');
  assert.deepEqual(await whoIs(mina), { ...guest, name: 'Mina', kind: 'user', role: 'admin' });
  const cookies = await mina.page.context().cookies(server.url);
  for (const cookie of cookies)
    assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, 'Lax'], cookie.name);
  assert.equal(
    cookies.some(({ name }) => name.includes('sign_in')),
    false,
  );

  const elsewhere = await Visitor.arrive(browser, 'Mina', server.url);
  await elsewhere.page.evaluate(() => location.assign('/auth/oidc?returnTo=/'));
  await elsewhere.reads('person', 'Mina');
  assert.equal((await whoIs(elsewhere)).id, guest.id);

  const lured = await Visitor.arrive(browser, 'Lured', provider.issuer);
  await lured.page.evaluate((url) => location.assign(`${url}/auth/oidc?returnTo=/sell`), server.url);
  await lured.sees('session-notice', { notice: 'sign_in_failed' });

  for (const visitor of [mina, elsewhere]) visitor.hadNoFaults();
  assert.equal(server.output().includes(provider.clientSecret), false);
});
