import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../testing/chromium.ts';
import { type HouseWithProvider, startHouseWithProvider } from '../testing/house-with-provider.ts';
import { startInstalledPostgres } from '../testing/postgres.ts';
import { en } from './src/words/en.ts';
import { ko } from './src/words/ko.ts';
import { namelessControls } from './testing/nameless-controls.ts';
import { sellerOf } from './testing/seller.ts';
import { Visitor, type VisitorKind } from './testing/visitor.ts';

interface House extends HouseWithProvider {
  readonly browser: Browser;
}

/** A house whose people sign in with one provider; `mina` is its admin. */
async function openHouse(t: TestContext, env: Record<string, string> = {}): Promise<House> {
  const house = await startHouseWithProvider(t, { ADMINS: 'oidc:mina', ...env });
  return { ...house, browser: await launchChromium(t) };
}

/** Comes to a place of the page, and signs in with the provider by the button of the sheet. */
async function arriveSignedIn(house: House, name: string, address: string, kind: VisitorKind = {}) {
  const visitor = await Visitor.arrive(house.browser, name, address, kind);
  house.provider.person = { subject: name.toLowerCase(), claims: { nickname: name } };
  await visitor.press('sign-in');
  await visitor.press('sign-in-oidc');
  await visitor.reads('person', name);
  return visitor;
}

test('who is asked to sign in for a bid comes back to it still typed, and nothing is bid by itself', async (t) => {
  const house = await openHouse(t);
  const lot = await sellerOf(house.server.url, 'Bo');
  const ann = await Visitor.arrive(house.browser, 'Ann', `${lot.watch}?from=friend`, { isPhone: true });
  house.provider.person = { subject: 'ann', claims: { nickname: 'Ann' } };
  await ann.press('more-bids');
  await ann.types('own-amount', '15000');
  await ann.types('max-amount', '30000');
  await ann.press('own-submit');
  await ann.sees('sign-in-sheet');
  assert.deepEqual(await namelessControls(ann.page), []);
  await ann.press('sign-in-oidc');

  await ann.reads('person', 'Ann');
  assert.equal(ann.page.url(), `${lot.watch}?from=friend`);
  assert.equal(await (await ann.sees('own-amount')).inputValue(), '15,000');
  assert.equal(await (await ann.sees('max-amount')).inputValue(), '30,000');
  await ann.sees('price', { points: 10_000 });
  await ann.press('own-submit');
  await ann.sees('standing', { standing: 'leading' });
  await ann.sees('price', { points: 15_000 });

  await ann.page.reload();
  await ann.sees('standing', { standing: 'leading' });
  await ann.press('more-bids');
  assert.equal(await (await ann.sees('max-amount')).inputValue(), '', 'it is kept over one departure');
  ann.hadNoFaults();
});

test('what is typed of a lot that is to be listed is there after signing in', async (t) => {
  const house = await openHouse(t);
  const ann = await Visitor.arrive(house.browser, 'Ann', `${house.server.url}/sell`);
  house.provider.person = { subject: 'ann', claims: { nickname: 'Ann' } };
  await ann.types('sell-title', 'Moon jar');
  await ann.chooses('sell-when-draft');
  await ann.press('sell-submit');
  await ann.press('sign-in-oidc');
  await ann.reads('person', 'Ann');
  assert.equal(await (await ann.sees('sell-title')).inputValue(), 'Moon jar');
  await ann.press('sell-submit');
  await ann.sees('lot', { phase: 'draft' });
  ann.hadNoFaults();
});

test('an account has a name, a picture and sessions, is taken along, and can be deleted', async (t) => {
  const house = await openHouse(t);
  const { url } = house.server;
  const ann = await arriveSignedIn(house, 'Ann', `${url}/account`);
  const phone = await arriveSignedIn(house, 'Ann', url, { isPhone: true, locale: 'ko-KR' });
  await ann.sees('way', { provider: 'oidc', linked: '' });
  assert.equal(await ann.page.getByTestId('unlink-oidc').count(), 0, 'the only way in stays');
  await ann.sees('account', { kind: 'user' });
  assert.deepEqual(await namelessControls(ann.page), []);

  await ann.page.getByText('한국어').last().click();
  const laptop = await arriveSignedIn(house, 'Ann', url);
  await laptop.page.locator('html[lang="ko"]').waitFor();
  await laptop.page.evaluate(() => fetch('/api/me', { method: 'DELETE' }));
  await laptop.page.close();
  await ann.page.getByText('English').last().click();
  await ann.page.locator('html[lang="en"]').waitFor();

  ann.losesServer();
  await ann.types('account-name', 'L0tcast Admin');
  await ann.press('account-name-save');
  await ann.page.getByText(en.codes.name_reserved).waitFor();
  await ann.types('account-name', 'Ann of the Vases');
  await ann.press('account-name-save');
  await ann.reads('person', 'Ann of the Vases');
  await ann.isBack();

  const avatar = ann.page.locator('.who .avatar img');
  assert.equal(await avatar.isVisible(), false);
  await ann.page.getByTestId('account-picture-file').setInputFiles({
    name: 'me.png',
    mimeType: 'image/png',
    buffer: await ann.page.screenshot(),
  });
  await avatar.waitFor();
  assert.equal(await avatar.evaluate((image: HTMLImageElement) => image.naturalWidth), 128);
  await ann.press('account-picture-remove');
  await avatar.waitFor({ state: 'hidden' });

  await ann.page.reload();
  await ann.press('end-session');
  await phone.sees('session-notice', { notice: 'signed_out' });
  await phone.reads('session-notice', ko.session.signed_out);
  await ann.page.getByTestId('end-session').waitFor({ state: 'detached' });

  const [download] = await Promise.all([ann.page.waitForEvent('download'), ann.press('export')]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  assert.match(Buffer.concat(chunks).toString(), /Ann of the Vases/);

  await ann.press('delete-account');
  await ann.types('delete-confirm', 'Ann');
  await ann.press('delete-submit');
  await ann.page.getByText(en.account.removeMismatch).waitFor();
  await ann.types('delete-confirm', 'Ann of the Vases');
  await ann.press('delete-submit');
  await ann.sees('session-notice', { notice: 'account_deleted' });
  await ann.sees('sign-in');
  ann.hadNoFaults();
});

test('a second way to sign in is linked and unlinked, and the only one stays', async (t) => {
  const postgres = await startInstalledPostgres(t);
  const house = await openHouse(t, {
    DATABASE_URL: postgres.url,
    GOOGLE_CLIENT_ID: 'a-client-of-google',
    GOOGLE_CLIENT_SECRET: 'what-only-google-knows',
  });
  const ann = await arriveSignedIn(house, 'Ann', `${house.server.url}/account`);
  const departures: string[] = [];
  // Google itself is not to be had in a test: how the way there and back goes is tried with other providers.
  await ann.page.route('**/auth/google*', (route) => {
    const { pathname, search } = new URL(route.request().url());
    departures.push(pathname + search);
    return route.fulfill({ status: 302, headers: { location: '/account?signIn=already_linked' } });
  });
  await ann.press('link-google');
  await ann.sees('session-notice', { notice: 'already_linked' });
  assert.deepEqual(departures, ['/auth/google?returnTo=%2Faccount&link=1']);
  assert.equal(ann.page.url(), `${house.server.url}/account`);

  const database = new pg.Client(postgres.url);
  await database.connect();
  await database.query(
    `insert into identities (issuer, subject, person_id, provider, created_at, used_at)
     select 'https://accounts.google.com', '17', person_id, 'google', 1, 1 from identities`,
  );
  await database.end();
  await ann.page.reload();
  await ann.sees('way', { provider: 'google', linked: '' });
  await ann.press('unlink-oidc');
  await ann.sees('link-oidc');
  await ann.sees('way', { provider: 'google', linked: '' });
  assert.equal(await ann.page.getByTestId('unlink-google').count(), 0);
  ann.hadNoFaults();
});

test('an admin finds and bans somebody, who is told so; others are told that they are no admin', async (t) => {
  const house = await openHouse(t);
  const { url } = house.server;
  const lot = await sellerOf(url, 'Bo');
  const eve = await Visitor.arrive(house.browser, 'Eve', lot.watch);
  await eve.press('quick-0');
  await eve.signsIn();
  await eve.sees('standing', { standing: 'leading' });
  const ann = await arriveSignedIn(house, 'Ann', `${url}/admin`);
  await ann.page.getByText(en.admin.notAdmin).waitFor();
  const mina = await arriveSignedIn(house, 'Mina', lot.watch);
  await mina.sees('price', { points: 10_000 });

  await mina.press('person');
  await mina.press('to-admin');
  await mina.types('admin-search', 'eve');
  await mina.reads('admin-person', 'Eve');
  await mina.page.getByTestId('admin-person').filter({ hasText: 'Bo' }).waitFor({ state: 'detached' });
  await mina.press('admin-person');
  await mina.sees('admin-session');
  eve.losesServer();
  await mina.press('admin-ban');
  assert.deepEqual(await namelessControls(mina.page), []);
  await mina.press('ban-submit');
  await mina.page.getByText(en.admin.needsReason).waitFor();
  await mina.types('ban-reason', 'Never pays');
  await mina.chooses('ban-span-ever');
  await mina.press('ban-submit');
  await mina.reads('admin-standing', 'Never pays');
  await mina.sees('audit-entry', { action: 'ban' });
  await eve.sees('session-notice', { notice: 'banned' });
  await eve.sees('sign-in');
  await eve.reads('standing', en.standing.noBids);

  await mina.press('admin-unban');
  await mina.sees('audit-entry', { action: 'unban' });
  await mina.press('to-audit');
  await mina.reads('audit-entry', 'Never pays');
  for (const visitor of [mina, ann]) visitor.hadNoFaults();
});
