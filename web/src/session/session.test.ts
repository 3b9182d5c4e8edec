import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Person } from '../../../schema/http.ts';
import { BrowserOfTabs } from './browser-of-tabs.fixture.ts';

const ann: Person = { id: 7, name: 'Ann', kind: 'guest', role: 'user' };
const minuteMs = 60_000;

test('a page that stays open is renewed in time, on the socket that it has', async () => {
  const browser = new BrowserOfTabs(ann);
  const tab = browser.open();
  await browser.pass(60 * minuteMs);
  assert.deepEqual(tab.people, [ann]);
  assert.equal(tab.sockets, 1);
  assert.ok(browser.server.renewals <= 15, String(browser.server.renewals));
});

test('one tab renews for all of them', async () => {
  const browser = new BrowserOfTabs(ann);
  const tabs = Array.from({ length: 6 }, () => browser.open());
  await browser.pass(60 * minuteMs);
  for (const tab of tabs) assert.deepEqual([tab.person, tab.sockets], [ann, 1]);
  assert.ok(browser.server.renewals <= 20, String(browser.server.renewals));
});

test('the server may ask for a renewal, and gets it', async () => {
  const browser = new BrowserOfTabs(ann);
  const tab = browser.open();
  await browser.pass(1_000);
  void tab.session.renew();
  await browser.pass(1_000);
  assert.deepEqual([browser.server.renewals, tab.sockets], [1, 1]);
});

test('a page that was asleep, or is opened anew, comes back as who it was', async () => {
  const browser = new BrowserOfTabs(ann);
  const asleep = browser.open();
  await browser.pass(minuteMs);
  asleep.isAsleep = true;
  await browser.pass(60 * minuteMs);
  const anew = browser.open();
  asleep.isAsleep = false;
  await browser.pass(minuteMs);
  assert.deepEqual([asleep.person, anew.person], [ann, ann]);
  assert.deepEqual(anew.people, [ann], 'nobody in between');
  assert.deepEqual(asleep.people, [ann]);
});

test('who is signed out elsewhere, or shut out, is told so in every tab', async () => {
  for (const code of ['not_signed_in', 'banned'] as const) {
    const browser = new BrowserOfTabs(ann);
    const [one, other] = [browser.open(), browser.open()];
    await browser.pass(minuteMs);
    browser.server.endSession(code);
    await browser.pass(minuteMs);
    assert.deepEqual([one.person, other.person], [null, null]);
    assert.deepEqual([one.ends.length, other.ends.length], [1, 1]);
    assert.ok([...one.ends, ...other.ends].includes(code));
  }
});

test('who leaves is not told that they were signed out', async () => {
  const browser = new BrowserOfTabs(ann);
  const [one, other] = [browser.open(), browser.open()];
  await browser.pass(minuteMs);
  void one.signOut();
  await browser.pass(minuteMs);
  assert.deepEqual([one.person, other.person, one.ends], [null, null, []]);
  assert.equal(browser.server.renewals, 0);
});

test('who leaves after the access token has ended leaves all the same', async () => {
  const browser = new BrowserOfTabs(ann);
  const tab = browser.open();
  await browser.pass(minuteMs);
  tab.isAsleep = true;
  await browser.pass(60 * minuteMs);
  void tab.signOut();
  await browser.pass(minuteMs);
  tab.isAsleep = false;
  await browser.pass(minuteMs);
  assert.deepEqual([tab.person, tab.ends, browser.server.renewals], [null, [], 1]);
});

test('who comes in comes in in the other tabs too', async () => {
  const browser = new BrowserOfTabs(null);
  const [one, other] = [browser.open(), browser.open()];
  await browser.pass(1_000);
  assert.deepEqual([one.person, other.person], [null, null]);
  one.signIn(ann);
  await browser.pass(minuteMs);
  assert.deepEqual([one.person, other.person, one.ends, other.ends], [ann, ann, [], []]);
});

test('a socket that never knows who this is does not make a storm of it', async () => {
  const browser = new BrowserOfTabs(ann);
  browser.server.knowsNobody = true;
  const tab = browser.open();
  await browser.pass(10 * minuteMs);
  assert.ok(browser.server.renewals < 60, String(browser.server.renewals));
  browser.server.knowsNobody = false;
  await browser.pass(minuteMs);
  assert.equal(tab.isComingBack, false);
});

const happening = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.integer({ min: 1, max: 20 * minuteMs }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('bid' as const), tab: fc.nat(2) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('sleep', 'wake', 'reload', 'drop', 'bid'),
      tab: fc.nat(2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('away', 'back', 'loseAccess', 'shortTokens') }),
  },
);

test('whatever sleeps, breaks or is reloaded: who has a session stays who they are, and every bid is theirs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 30 }), fc.integer(), async (happenings, seed) => {
      const browser = new BrowserOfTabs(ann, seed);
      for (let n = 0; n < 3; n++) browser.open();
      await browser.pass(1_000);
      for (const what of happenings) {
        if ('ms' in what) await browser.pass(what.ms);
        else browser.happen(what.kind, 'tab' in what ? what.tab : 0);
      }
      browser.calm();
      await browser.pass(2 * minuteMs);
      assert.ok(browser.server.mostAtOnce <= 1, 'tabs take turns');
      for (const tab of browser.tabs) {
        assert.ok(
          tab.people.every((person) => person === ann),
          'never somebody else, and never nobody',
        );
        assert.deepEqual([tab.person, tab.isComingBack, tab.ends], [ann, false, []]);
        assert.deepEqual(tab.waiting, [], 'every bid is answered');
      }
      assert.deepEqual(browser.server.refusedBids, [], 'as the one who made it');
    }),
    { numRuns: 150 },
  );
});
