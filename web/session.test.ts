import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium } from '../testing/chromium.ts';
import { startLotcast } from '../testing/lotcast.ts';
import { sellerOf } from './testing/seller.ts';
import { Visitor } from './testing/visitor.ts';

test('a guest stays who they are when the access token has ended, with what they have typed', async (t) => {
  const server = await startLotcast(t);
  const browser = await launchChromium(t);
  const lot = await sellerOf(server.url, 'Bo');
  const ann = await Visitor.arrive(browser, 'Ann', lot.watch);
  await ann.press('quick-0');
  await ann.signsIn();
  await ann.sees('standing', { standing: 'leading' });
  const rival = await Visitor.arrive(browser, 'Rival', lot.watch);
  await rival.press('quick-0');
  await rival.signsIn();
  await ann.sees('standing', { standing: 'outbid' });

  // The socket comes back as nobody's, and a bid is made before it is somebody's again.
  await ann.types('own-amount', '15000');
  await ann.losesAccess();
  await ann.losesNetwork();
  await ann.press('own-submit');
  await ann.regainsNetwork();
  await ann.sees('standing', { standing: 'leading' });
  await rival.sees('price', { points: 15_000 });
  await ann.reads('person', 'Ann');
  assert.equal(ann.postsTo('/guests'), 1);

  // A request finds it out, and is answered all the same.
  await ann.losesAccess();
  ann.losesServer();
  await ann.press('person');
  await ann.press('to-account');
  await ann.sees('session', { this: '' });
  await ann.isBack();

  // A page that is opened anew has a hint that there is somebody to come back as.
  await ann.losesAccess();
  await ann.page.goto(lot.watch);
  await ann.reads('person', 'Ann');
  await ann.sees('standing', { standing: 'leading' });
  const renewals = ann.postsTo('/session/refresh');
  assert.ok(renewals >= 3 && renewals <= 5, String(renewals));
  for (const person of [ann, rival]) person.hadNoFaults();
});

test('who signs out everywhere is signed out in every window, and is told so where it was not asked for', async (t) => {
  const server = await startLotcast(t);
  const browser = await launchChromium(t);
  const lot = await sellerOf(server.url, 'Bo');
  const ann = await Visitor.arrive(browser, 'Ann', lot.watch);
  await ann.types('own-amount', '15000');
  await ann.press('sign-in');
  await ann.signsIn();
  const other = await ann.opensWindow(`${server.url}/account`);
  await other.sees('account', { kind: 'guest' });

  ann.losesServer();
  other.losesServer();
  await other.losesAccess();
  await other.press('end-all-sessions');
  await other.press('end-all-sessions');
  await other.sees('sign-in');
  await ann.sees('session-notice', { notice: 'signed_out' });
  await ann.sees('sign-in');
  assert.equal(await (await ann.sees('own-amount')).inputValue(), '15,000');
  assert.equal(await other.page.getByTestId('session-notice').count(), 0);

  await ann.press('own-submit');
  await ann.signsIn();
  await ann.sees('standing', { standing: 'leading' });
  await other.reads('person', 'Ann');
  for (const window of [ann, other]) window.hadNoFaults();
});
