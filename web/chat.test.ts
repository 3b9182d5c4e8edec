import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../testing/chromium.ts';
import { startLotcast } from '../testing/lotcast.ts';
import { en } from './src/words/en.ts';
import { ko } from './src/words/ko.ts';
import { crowdSays } from './testing/crowd.ts';
import { namelessControls } from './testing/nameless-controls.ts';
import { sellerOf } from './testing/seller.ts';
import { Visitor } from './testing/visitor.ts';

/** A live lot of Bo's, who is in its room. */
async function openRoom(t: TestContext) {
  const { url } = await startLotcast(t);
  const browser = await launchChromium(t);
  const lot = await sellerOf(url, 'Bo');
  const bo = await Visitor.arrive(browser, 'Bo', url);
  await bo.comesAs(lot.cookie, lot.watch);
  await bo.sees('chat-log');
  return { url, browser, lot, bo };
}

/** Comes in as a guest by saying something. */
async function comesSaying(browser: Browser, name: string, watch: string, text: string, isPhone = false) {
  const visitor = await Visitor.arrive(browser, name, watch, {
    isPhone,
    locale: isPhone ? 'ko-KR' : 'en-GB',
  });
  if (isPhone) await visitor.press('chat-open');
  await visitor.types('chat-input', text);
  await visitor.press('chat-send');
  await visitor.signsIn();
  await visitor.reads('chat-message', text);
  return visitor;
}

async function says(visitor: Visitor, text: string): Promise<void> {
  await visitor.types('chat-input', text);
  await visitor.page.getByTestId('chat-input').press('Enter');
  await visitor.reads('chat-message', text);
}

/** What the list shows, the oldest first: numbers of messages, and gaps. */
const shown = (visitor: Visitor): Promise<string[]> =>
  visitor.page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>('[data-testid="chat-message"], [data-testid="chat-gone"]'),
    ].map((row) => row.dataset.seq ?? `gone: ${row.dataset.count}`),
  );

const opensMenuOf = async (visitor: Visitor, text: string): Promise<void> => {
  const row = visitor.page.getByTestId('chat-message').filter({ hasText: text });
  await row.click({ button: 'right', position: { x: 20, y: 6 } });
  await visitor.sees('chat-menu');
};

test('two people and the seller talk, and all see the same in the same order', async (t) => {
  const { browser, lot, bo } = await openRoom(t);
  const ann = await Visitor.arrive(browser, 'Ann', lot.watch);
  await ann.sees('chat-silence', { why: 'signIn' });
  // What is typed is there after a reload, and is said once it is known by whom.
  await ann.types('chat-input', 'Is the glaze whole?');
  await ann.page.reload();
  assert.equal(await (await ann.sees('chat-input')).inputValue(), 'Is the glaze whole?');
  await ann.press('chat-send');
  await ann.signsIn();
  await ann.reads('chat-message', 'Is the glaze whole?');
  const mina = await comesSaying(browser, '미나', lot.watch, '안녕하세요', true);
  await ann.press('quick-0');
  await mina.sees('chat-bids', { count: 1 });

  await opensMenuOf(bo, 'Is the glaze whole?');
  assert.deepEqual(await namelessControls(bo.page), []);
  await bo.press('menu-reply');
  await bo.sees('chat-replying');
  await says(bo, 'It is: https://example.com/jar');
  const answer = await ann.sees('chat-message', { rank: 'seller', 'for-me': '' });
  const link = answer.getByRole('link');
  assert.equal(await link.getAttribute('href'), 'https://example.com/jar');
  assert.equal(await link.getAttribute('rel'), 'nofollow noopener noreferrer');
  await answer.getByTestId('chat-quote').click();
  await ann.page.locator('[data-testid="chat-message"][data-flash]').waitFor();

  await ann.page.getByTestId('chat-input').pressSequentially('Thank you @b');
  await ann.sees('chat-mention');
  await ann.page.keyboard.press('Enter');
  await ann.page.getByTestId('chat-input').pressSequentially('from http://example.org');
  await ann.page.keyboard.press('Enter');
  const thanks = await bo.sees('chat-message', { 'for-me': '' });
  await thanks.getByText('Thank you @Bo from http://example.org').waitFor();
  assert.equal(await thanks.getByRole('link').count(), 0, 'only who runs the room leads elsewhere');

  await mina.reads('chat-message', 'Thank you');
  assert.deepEqual(await shown(ann), await shown(bo));
  assert.deepEqual(await shown(mina), await shown(bo));
  await ann.press('chat-events');
  await ann.page.getByTestId('chat-bids').waitFor({ state: 'detached' });
  assert.deepEqual(await namelessControls(mina.page), []);
  assert.equal(await mina.page.getByTestId('chat-sheet').getByRole('timer').isVisible(), true);
  await mina.press('chat-close');
  await mina.reads('picture-lines', 'Thank you');
  for (const visitor of [ann, bo, mina]) visitor.hadNoFaults();
});

test('the seller names a moderator, who deletes, clears and shuts out; what is gone is a gap for all', async (t) => {
  const { browser, lot, bo } = await openRoom(t);
  const ann = await comesSaying(browser, 'Ann', lot.watch, 'I can help');
  const eve = await comesSaying(browser, 'Eve', lot.watch, 'buy my coins');
  await opensMenuOf(bo, 'I can help');
  await bo.press('menu-appoint');
  await ann.sees('chat-moderation');

  await opensMenuOf(ann, 'buy my coins');
  await ann.press('menu-delete');
  for (const visitor of [ann, bo, eve]) await visitor.reads('chat-gone', en.chat.gone.deleted(1));
  await says(eve, 'more coins');
  await says(eve, 'and more');
  await opensMenuOf(ann, 'more coins');
  await ann.press('menu-clear');
  await ann.press('menu-clear');
  await eve.reads('chat-gone', en.chat.gone.cleared(3));
  await says(eve, 'last coins');

  await opensMenuOf(bo, 'last coins');
  await bo.press('menu-report');
  await bo.press('report-submit');
  await bo.page.getByText(en.admin.needsReason).waitFor();
  await bo.types('report-reason', 'Advertising');
  await bo.press('report-submit');
  await bo.reads('chat-menu', en.chat.menu.reported);
  await bo.press('menu-close');
  await opensMenuOf(ann, 'last coins');
  await ann.press('menu-mute');
  assert.deepEqual(await namelessControls(ann.page), []);
  await ann.types('mute-reason', 'Advertises');
  await ann.chooses('mute-span-m10');
  await ann.press('mute-submit');
  await eve.reads('chat-silence', 'Advertises');
  assert.equal(await eve.page.getByTestId('chat-input').isDisabled(), true);

  await ann.press('chat-moderation');
  await ann.press('moderation-reports');
  await ann.reads('report', 'Advertising');
  assert.deepEqual(await namelessControls(ann.page), []);
  await ann.press('report-delete');
  await ann.page.getByText(en.chat.room.reportsNone).waitFor();
  await ann.press('moderation-people');
  await ann.press('sanction-lift');
  await eve.page.getByTestId('chat-silence').waitFor({ state: 'detached' });
  await ann.press('moderation-settings');
  await ann.page.getByTestId('room-slow').selectOption('60000');
  await eve.reads('chat-rules', en.chat.slow('1:00'));
  await eve.types('chat-input', 'sorry');
  await eve.press('chat-send');
  await eve.sees('chat-own', { outcome: 'refused' });
  await eve.page.getByText(en.codes.slow_mode).waitFor();
  await eve.press('chat-edit');
  assert.equal(await (await eve.sees('chat-input')).inputValue(), 'sorry');

  const after = await shown(bo);
  assert.deepEqual(await shown(eve), after);
  await eve.page.reload();
  await eve.reads('chat-message', 'I can help');
  assert.deepEqual(await shown(eve), after, 'history says the same of what is gone');
  for (const visitor of [ann, bo, eve]) visitor.hadNoFaults();
});

test('a room keeps its words and settings, and who may not speak is told why and what helps', async (t) => {
  const { browser, lot, bo } = await openRoom(t);
  const ann = await comesSaying(browser, 'Ann', lot.watch, 'good evening');
  await bo.press('chat-moderation');
  await bo.press('moderation-words');
  await bo.types('room-words-mask', 'teapot');
  await bo.types('room-words-hold', 'replica');
  await bo.press('room-words-save');
  await bo.page.getByText(en.chat.room.saved).waitFor();

  await ann.types('chat-input', 'a t e a p o t, I say');
  await ann.press('chat-send');
  await bo.reads('chat-message', /\*\*\*.*, I say/);
  await ann.types('chat-input', 'Is it a replica?');
  await ann.press('chat-send');
  await ann.sees('chat-own', { outcome: 'held' });
  await ann.reads('chat-own', en.codes.held);
  await bo.sees('chat-moderation', { waiting: 1 });
  assert.deepEqual(await namelessControls(bo.page), []);
  await bo.press('moderation-held');
  await bo.reads('held-message', 'Is it a replica?');
  await bo.press('held-show');
  await ann.reads('chat-message', 'Is it a replica?');
  await bo.page.getByText(en.chat.room.heldNone).waitFor();
  await bo.press('moderation-words');
  assert.equal(await (await bo.sees('room-words-hold')).inputValue(), 'replica');
  assert.deepEqual(await namelessControls(bo.page), []);

  await bo.press('moderation-settings');
  await bo.page.getByTestId('room-followersOnly').click();
  await ann.sees('chat-silence', { why: 'follow' });
  await ann.press('chat-follow');
  await ann.page.getByTestId('chat-silence').waitFor({ state: 'detached' });
  await ann.reads('chat-rules', en.chat.followersOnly);
  await says(ann, 'as a follower');
  await bo.page.getByTestId('room-guestsSpeak').click();
  await ann.sees('chat-silence', { why: 'account' });
  for (const visitor of [ann, bo]) visitor.hadNoFaults();
});

test('who reads further up keeps the place, and who types is not disturbed, while others talk', async (t) => {
  const { url, browser, lot, bo } = await openRoom(t);
  const texts = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => `number ${from + n} of what is said here tonight`);
  await crowdSays(browser, url, lot.lot, texts(0, 80));
  const ann = await comesSaying(browser, 'Ann', lot.watch, 'good evening');
  await ann.sees('chat-log', { following: '' });
  const log = ann.page.getByTestId('chat-log');
  await bo.reads('chat-message', 'good evening');

  // All that was said is come to by scrolling, also what came before the page.
  await log.evaluate(async (box) => {
    while (!box.textContent?.includes('number 0 ')) {
      box.scrollTop = 0;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  await log.evaluate((box) => {
    box.scrollTop = box.scrollHeight / 2;
  });
  await ann.sees('chat-to-end');
  const place = () =>
    log.evaluate((box) => {
      const top = box.getBoundingClientRect().top;
      const row = [...box.querySelectorAll<HTMLElement>('[data-seq]')].find(
        (one) => one.getBoundingClientRect().bottom > top,
      );
      return { seq: row?.dataset.seq, offsetPx: Math.round((row?.getBoundingClientRect().top ?? 0) - top) };
    });
  const before = await place();
  // A syllable is being composed.
  const input = await ann.sees('chat-input');
  await input.focus();
  const keyboard = await ann.page.context().newCDPSession(ann.page);
  await keyboard.send('Input.imeSetComposition', { text: '하', selectionStart: 1, selectionEnd: 1 });
  await crowdSays(browser, url, lot.lot, texts(80, 15));
  await ann.sees('chat-to-end', { count: 15 });
  assert.deepEqual(await place(), before);
  // The key that ends a syllable says nothing yet.
  await input.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true });
  await keyboard.send('Input.imeSetComposition', { text: '한', selectionStart: 1, selectionEnd: 1 });
  await keyboard.send('Input.insertText', { text: '한' });
  assert.equal(await input.inputValue(), '한');
  assert.equal(await input.evaluate((element) => element === document.activeElement), true);
  await input.pressSequentially('글');
  await input.press('Shift+Enter');
  assert.equal(await input.inputValue(), '한글');
  await input.press('Enter');
  await ann.reads('chat-message', '한글');
  await ann.sees('chat-log', { following: '' });
  await ann.reads('chat-message', 'number 94 ');

  // Away for a while: exactly what was missed, then what was typed meanwhile, in one order for all.
  await ann.losesNetwork();
  await ann.types('chat-input', 'am I back?');
  await ann.press('chat-send');
  await ann.reads('chat-own', en.chat.waitsForNetwork);
  await crowdSays(browser, url, lot.lot, texts(95, 10));
  await ann.regainsNetwork();
  await ann.reads('chat-message', 'am I back?');
  await bo.reads('chat-message', 'am I back?');
  assert.equal(await ann.page.getByTestId('chat-own').count(), 0);
  const [annSees, boSees] = [await shown(ann), await shown(bo)];
  const count = Math.min(annSees.length, boSees.length);
  assert.ok(count > 90);
  assert.deepEqual(annSees.slice(-count), boSees.slice(-count));
  for (const visitor of [ann, bo]) visitor.hadNoFaults();
});

test('reactions rise over the picture of everybody, and are counted for who wants less motion', async (t) => {
  const { browser, lot, bo } = await openRoom(t);
  const mina = await comesSaying(browser, '미나', lot.watch, '안녕하세요', true);
  await mina.press('chat-close');
  await bo.page.emulateMedia({ reducedMotion: 'reduce' });
  await mina.page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const float of document.querySelectorAll<HTMLElement>('.float'))
        seen.add(float.dataset.kind ?? '');
    }).observe(document, { childList: true, subtree: true });
  });
  await mina.press('react-heart');
  await mina.press('react-wow');
  await bo.page.locator('[data-testid="reaction-counts"] [data-kind="wow"]').waitFor();
  await mina.page.waitForFunction(() => (window as never as { seen: Set<string> }).seen.size === 2);
  await mina.page.getByText(ko.chat.say).waitFor();
  for (const visitor of [bo, mina]) visitor.hadNoFaults();
});
