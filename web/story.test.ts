import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium } from '../testing/chromium.ts';
import { freePort } from '../testing/free-port.ts';
import { type RunningLotcast, startLotcast } from '../testing/lotcast.ts';
import { signal } from '../testing/processes.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { en } from './src/words/en.ts';
import { ko } from './src/words/ko.ts';
import { formatPoints } from './src/words/points.ts';
import { namelessControls } from './testing/nameless-controls.ts';
import { Visitor } from './testing/visitor.ts';

const won = (points: number) => formatPoints(points, 'en');

/** Everybody who is there: the seller and three bidders, of whom Bo has a phone and 다현 reads Korean. */
interface Evening {
  readonly seller: Visitor;
  readonly ann: Visitor;
  readonly bo: Visitor;
  readonly dahyeon: Visitor;
  readonly bidders: readonly Visitor[];
  readonly everybody: readonly Visitor[];
}

/** What all of a group do or see at the same time. */
const all = <Answer>(people: readonly Visitor[], act: (person: Visitor) => Promise<Answer>) =>
  Promise.all(people.map(act));

const priceIs = (people: readonly Visitor[], points: number) =>
  all(people, (person) => person.sees('price', { points }));

test('an evening from the listing to the hammer, through a pause, a lost network and a crash', async (t) => {
  const dataDir = await temporaryFolder(t);
  // A port that the system chose for a listener could not be taken again right after a crash.
  const port = await freePort();
  let server = await startLotcast(t, { dataDir, port });
  const again = async () => {
    server = await startLotcast(t, { dataDir, port });
  };
  const evening = await arrivals(t, server.url);

  await listing(evening);
  await firstBids(evening);
  await burningClock(evening);
  await mistakenBid(evening);
  await pause(evening);
  await lostNetwork(evening);
  await crash(evening, server, again);
  await keyboard(evening);
  await hammer(evening);
  await result(evening);
  await restart(evening, server, again);
  await shortLot(evening);

  for (const person of evening.everybody) person.hadNoFaults();
});

async function arrivals(t: Parameters<typeof launchChromium>[0], url: string): Promise<Evening> {
  const browser = await launchChromium(t);
  const [seller, ann, bo, dahyeon] = await Promise.all([
    Visitor.arrive(browser, 'Mina', `${url}/sell`),
    Visitor.arrive(browser, 'Ann', url),
    Visitor.arrive(browser, 'Bo', url, { isPhone: true }),
    Visitor.arrive(browser, '다현', url, { locale: 'ko-KR' }),
  ]);
  const bidders = [ann, bo, dahyeon];
  return { seller, ann, bo, dahyeon, bidders, everybody: [seller, ...bidders] };
}

/** The seller lists a lot with a rush clock and a reserve and opens it; it appears in every lobby by itself. */
async function listing({ seller, bidders }: Evening) {
  await all(bidders, (person) => person.sees('nothing-live'));
  await seller.types('sell-title', 'Moon jar');
  await seller.types('sell-start', '50000');
  await seller.types('sell-step', '1000');
  await seller.types('sell-reserve', '55000');
  await seller.types('sell-duration', '5:00');
  await seller.chooses('sell-rule-rush');
  await seller.chooses('sell-when-draft');
  assert.deepEqual(await namelessControls(seller.page), []);
  await seller.press('sell-submit');
  await seller.signsIn();
  await seller.press('console-start');
  await seller.sees('lot', { phase: 'live' });

  await all(bidders, (person) => person.sees('lot-card', { phase: 'live' }));
  await all(bidders, async (person) => assert.deepEqual(await namelessControls(person.page), []));
  await all(bidders, (person) => person.press('lot-card'));
  await priceIs(bidders, 50_000);
}

/** Each signs in by bidding, and the bid that was typed or pressed is then made. */
async function firstBids({ seller, ann, bo, dahyeon, bidders, everybody }: Evening) {
  await ann.types('own-amount', '52000');
  await ann.press('own-submit');
  await ann.signsIn();
  await ann.sees('standing', { standing: 'leading' });
  await priceIs(everybody, 52_000);

  await bo.press('quick-0');
  await bo.signsIn();
  await bo.sees('standing', { standing: 'leading' });
  await ann.sees('standing', { standing: 'outbid' });
  await priceIs(everybody, 53_000);

  // A maximum that meets the reserve raises the price to it.
  await dahyeon.types('max-amount', '58000');
  await dahyeon.press('max-submit');
  await dahyeon.signsIn();
  await dahyeon.reads('standing', ko.standing.leadingMax(won(58_000)));
  await all(everybody, (person) => person.sees('reserve', { reserve: 'met' }));
  await priceIs(everybody, 55_000);
  await seller.reads('standing', en.standing.ownLotText(en.lot.paddle(3)));
  await all(bidders, async (person) => assert.deepEqual(await namelessControls(person.page), []));
  assert.deepEqual(await namelessControls(seller.page), []);
}

/** A raise of five steps burns what its button says, off every countdown. */
async function burningClock({ ann, everybody }: Evening) {
  const endsAtMs = await ann.endsAtMs();
  await ann.sees('quick-2', { 'cut-ms': 4_000, amount: 60_000 });
  await ann.press('quick-2');
  await all(everybody, (person) => person.seesFlight(-4_000));
  await priceIs(everybody, 60_000);
  await all(everybody, (person) => person.sees('countdown', { 'ends-at': endsAtMs - 4_000 }));
  await all(everybody, (person) => person.seesTimeUntil(endsAtMs - 4_000));
  await ann.sees('standing', { standing: 'leading' });
}

/** A digit too many is asked about once; meant all the same, the seller takes it back and says why. */
async function mistakenBid({ seller, ann, bo, everybody }: Evening) {
  await bo.press('more-bids');
  await bo.types('own-amount', '610000');
  await bo.press('own-submit');
  await bo.press('jump-no');
  await bo.sees('standing', { standing: 'outbid' });
  await bo.press('own-submit');
  await bo.press('jump-yes');
  await bo.sees('standing', { standing: 'leading' });
  await priceIs(everybody, 610_000);

  await seller.press('console-undo');
  await seller.types('reason', 'One digit too many');
  await seller.press('reason-submit');
  await priceIs(everybody, 60_000);
  await ann.sees('standing', { standing: 'leading' });
  await bo.sees('standing', { standing: 'outbid' });
  await all(everybody, (person) => person.reads('history-note', 'One digit too many'));
  await all(everybody, (person) => person.reads('history-bid', won(610_000)));
  await all(everybody, (person) => person.sees('history-bid', { undone: '' }));
  await bo.press('more-bids');
}

/** A pause stops every clock, says why, and closes the bids until it is over. */
async function pause({ seller, bo, bidders, everybody }: Evening) {
  await seller.press('console-pause');
  await seller.types('reason', 'A closer look at the glaze');
  await seller.press('reason-submit');
  await all(everybody, (person) => person.reads('standing', 'A closer look at the glaze'));
  assert.ok(await (await bo.sees('quick-0')).isDisabled());
  const remainingMs = await bo.page.getByTestId('countdown').getAttribute('data-remaining-ms');
  await all(bidders, (person) => person.sees('countdown', { 'remaining-ms': remainingMs ?? '' }));

  await seller.press('console-resume');
  await bo.sees('standing', { standing: 'outbid' });
  const endsAtMs = await bo.endsAtMs();
  await all(bidders, (person) => person.sees('countdown', { 'ends-at': endsAtMs }));
  await all(bidders, (person) => person.seesTimeUntil(endsAtMs));
}

/** What happens while one is away is there afterwards, and a bid made in the meantime counts once. */
async function lostNetwork({ ann, bo, dahyeon, everybody }: Evening) {
  await bo.losesNetwork();
  await bo.sees('connection-notice', { state: 'offline' });
  await dahyeon.press('quick-0');
  await priceIs([ann, dahyeon], 61_000);
  await bo.sees('price', { points: 60_000 });
  await bo.press('quick-1');
  await bo.reads('standing', en.standing.pendingWaits);

  await bo.regainsNetwork();
  await bo.sees('standing', { standing: 'leading' });
  await priceIs(everybody, 62_000);
  await all(everybody, async (person) => {
    await person.reads('history-bid', won(61_000));
    await person.reads('history-bid', won(62_000));
    const lines = person.page.getByTestId('history-bid').filter({ hasText: won(62_000) });
    assert.equal(await lines.count(), 1, person.name);
  });
}

/** The server and its database are killed; the pages come back by themselves to what was acknowledged. */
async function crash({ bo, dahyeon, everybody }: Evening, server: RunningLotcast, again: Again) {
  const endsAtMs = await bo.endsAtMs();
  for (const person of everybody) person.losesServer();
  await server.killEverything();
  await all(everybody, (person) => person.sees('connection', { state: 'reconnecting' }));
  await again();
  // Each is looked at as it comes back: not all are back at once, and the note goes after a while.
  const told = await all(everybody, async (person) => {
    await person.isBack();
    const [before, after] = (person === dahyeon ? ko : en).happened.outage('#').split('#');
    const note = await person.reads('clock-note', new RegExp(`${before}\\+\\d+\\.\\d\\s?[s초]${after}`, 'u'));
    return Number((await note.textContent())?.match(/\+(\d+\.\d)/)?.[1]);
  });
  await priceIs(everybody, 62_000);
  await bo.sees('standing', { standing: 'leading' });
  const gainedMs = (await bo.endsAtMs()) - endsAtMs;
  // A server that has just come back may stumble once more, which is given back on top.
  for (const seconds of told)
    assert.ok(seconds > 0 && seconds <= Math.round(gainedMs / 100) / 10, `${seconds} of ${gainedMs} ms`);
  await all(everybody, (person) => person.sees('countdown', { 'ends-at': endsAtMs + gainedMs }));
}

/** Who never touches a mouse bids as well, and who listens hears how it stands. */
async function keyboard({ ann, bo, dahyeon, everybody }: Evening) {
  await ann.tabsTo('quick-0');
  await ann.page.keyboard.press('Enter');
  await priceIs(everybody, 63_000);
  await bo.reads('announcer', `${en.spoken.price(won(63_000))} ${en.spoken.outbid}`);
  await dahyeon.page.keyboard.press('2');
  await priceIs(everybody, 65_000);
  await dahyeon.reads('announcer', ko.spoken.youLead);

  await ann.page.keyboard.press('a');
  await ann.page.keyboard.type('66000');
  await ann.page.keyboard.press('Enter');
  await priceIs(everybody, 66_000);
  await dahyeon.page.keyboard.press('m');
  await dahyeon.page.keyboard.type('70000');
  await dahyeon.page.keyboard.press('Enter');
  await priceIs(everybody, 67_000);
  await ann.reads('announcer', `${en.spoken.price(won(67_000))} ${en.spoken.outbid}`);
}

/** A touch of the hammer does nothing; held, it falls. */
async function hammer({ seller, everybody }: Evening) {
  const button = await seller.sees('console-hammer');
  await button.click();
  await seller.page.locator('[data-testid="console-hammer"]:not([data-holding])').waitFor();
  assert.equal(seller.postsTo('/hammer'), 0);

  await seller.page.mouse.down();
  await seller.sees('console-hammer', { holding: '' });
  await all(everybody, (person) => person.sees('lot', { phase: 'sold' }));
  await seller.page.mouse.up();
  assert.equal(seller.postsTo('/hammer'), 1);
}

/** Each sees the result as it concerns them, and the lobby has it. */
async function result({ seller, ann, bo, dahyeon, everybody }: Evening) {
  await all(everybody, (person) => person.sees('result-price', { points: 67_000 }));
  await dahyeon.reads('result', ko.result.wonTitle);
  await dahyeon.sees('result', { tone: 'yours' });
  await all([ann, bo], (person) => person.reads('result', en.result.lostText));
  await seller.reads('result-winner', dahyeon.name);
  // The story so far was lived through on one page without a reload.
  for (const person of everybody) assert.equal(person.loads, 1, person.name);

  await ann.page.getByRole('link', { name: en.page.results }).click();
  await ann.reads('lobby-results', won(67_000));
}

/** A server that was stopped in order has the same result. */
async function restart({ ann, bo, dahyeon, everybody }: Evening, server: RunningLotcast, again: Again) {
  for (const person of everybody) person.losesServer();
  signal(server.pid, 'SIGTERM');
  assert.equal(await server.exited, 0, server.output());
  await all(everybody, (person) => person.sees('connection', { state: 'reconnecting' }));
  await again();
  await all(everybody, (person) => person.isBack());

  await all([ann, bo, dahyeon], (person) => person.page.reload());
  await ann.reads('lobby-results', won(67_000));
  await bo.sees('result-price', { points: 67_000 });
  await bo.reads('result', en.result.lostText);
  await dahyeon.reads('result', ko.result.wonTitle);
}

/** A lot whose time runs out by itself: it is said before, and said when it is over. */
async function shortLot({ seller, ann }: Evening) {
  await seller.page.getByRole('link', { name: en.result.listAgain }).click();
  await seller.types('sell-title', 'Tea bowl');
  await seller.chooses('sell-rule-fixed');
  await seller.types('sell-duration', '0:14');
  await seller.chooses('sell-when-now');
  await seller.press('sell-submit');
  await seller.sees('lot', { phase: 'live' });
  await ann.page.getByRole('link', { name: en.page.lots, exact: true }).click();
  await ann.press('lot-card');
  await ann.reads('announcer', en.spoken.left(10));
  await ann.sees('lot', { phase: 'unsold' });
  await ann.reads('announcer', en.spoken.unsold);
}

type Again = () => Promise<void>;
