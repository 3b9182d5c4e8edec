import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Selectable } from 'kysely';
import { pino } from 'pino';
import { eventsOf } from '../actors/journal/run.ts';
import type { AuctionEvent, BidPlaced, MaxRaised } from '../schema/auction/events.ts';
import type { ClockRule } from '../schema/auction/spec.ts';
import { auctionActor } from '../schema/ids.ts';
import type { Tables } from '../schema/tables.ts';
import { startLotcast } from '../testing/lotcast.ts';
import { type InstalledPostgres, startInstalledPostgres } from '../testing/postgres.ts';
import { openDatabase } from './database/open.ts';
import { Crowd, type SentBid } from './socket/testing/crowd.ts';
import { openLot, readHistory, readLot } from './socket/testing/lots.ts';
import { Person } from './socket/testing/person.ts';
import { roomy } from './socket/testing/roomy.ts';

const lotCount = 21;
const socketCount = 200;
const acceptedBeforeCrash = 1_500;
const leastMs = 60_000;
const durationMs = 600_000;
const clocks: readonly ClockRule[] = [
  { rule: 'fixed', durationMs },
  { rule: 'softClose', durationMs, windowMs: leastMs },
  { rule: 'rush', durationMs, floorMs: leastMs, cutPerStepMs: 5_000, cutMaxMs: 60_000 },
];

type Bid = BidPlaced | MaxRaised;
type Outage = Selectable<Tables['outages']>;

describe('a server that is killed with its database while 200 sockets bid', () => {
  it('keeps every acknowledged bid, and its auctions go on: embedded PostgreSQL', (t) => crash(t, null));

  it('keeps every acknowledged bid, and its auctions go on: installed PostgreSQL', async (t) => {
    await crash(t, await startInstalledPostgres(t));
  });
});

async function crash(t: TestContext, postgres: InstalledPostgres | null): Promise<void> {
  const env = { ...roomy, ...(postgres ? { DATABASE_URL: postgres.url } : {}) };
  const first = await startLotcast(t, { env });
  const seller = await Person.signIn(first.url, 'Seller');
  const people = await Promise.all(
    Array.from({ length: socketCount }, (_, n) => Person.signIn(first.url, `Bidder ${n}`)),
  );
  const lots = await Promise.all(
    Array.from({ length: lotCount }, (_, n) => openLot(seller, { clock: clocks[n % 3] as ClockRule })),
  );

  const crowd = new Crowd();
  const bidding = people.map((by, n) => crowd.bidUntilClosed(t, by, lots[n % lotCount] as string));
  await Promise.race([crowd.accepted(acceptedBeforeCrash), Promise.all(bidding)]);
  await Promise.all([first.killEverything(), postgres?.kill()]);
  const killedAt = Date.now();
  await Promise.all(bidding);
  const unanswered = crowd.sent.filter(({ answer }) => answer === null);
  assert.ok(crowd.sent.length - unanswered.length > acceptedBeforeCrash);
  assert.ok(unanswered.length > 0, 'nobody was waiting for an answer');

  await postgres?.start();
  const second = await startLotcast(t, { env, dataDir: first.dataDir });
  await Promise.all(unanswered.map((bid) => sendAgain(t, second.url, bid)));
  // Everybody comes back, and bids once more in each lot do count.
  const rivals = await Promise.all(
    people.slice(0, 2).map(async (person) => {
      const by = person.at(second.url);
      return { by, client: await by.connect(t) };
    }),
  );
  for (const lot of lots) {
    for (let isAccepted = false; !isAccepted; ) {
      for (const { by, client } of rivals) {
        isAccepted ||= (await crowd.bid(client, by, lot)).type === 'bidAccepted';
      }
    }
    assert.equal((await readLot(seller.at(second.url), lot)).auction.phase, 'live');
  }
  const histories = new Map(
    await Promise.all(lots.map(async (lot) => [lot, await readHistory(seller.at(second.url), lot)] as const)),
  );
  assert.equal(await second.stop(), 0);

  const database = await openDatabase(
    { databaseUrl: postgres?.url, dataDir: first.dataDir },
    pino({ level: 'silent' }),
  );
  try {
    const outages = await database.kysely.selectFrom('outages').selectAll().execute();
    for (const lot of lots) {
      const rows = await database.kysely
        .selectFrom('events')
        .select(['seq', 'epoch', 'data'])
        .where('actor', '=', auctionActor(lot))
        .orderBy('seq')
        .execute();
      const stored = rows.flatMap(eventsOf);
      assert.deepEqual(
        stored.map(({ seq }) => seq),
        stored.map((_, n) => n + 1),
      );
      const events = stored.map(({ event }) => event as AuctionEvent);
      checkBids(
        events,
        crowd.sent.filter((bid) => bid.lot === lot),
      );
      checkOutages(events, outages, killedAt);
      checkHistory(
        events,
        histories.get(lot) ?? [],
        crowd.sent.filter((bid) => bid.lot === lot),
      );
    }
  } finally {
    await database.stop();
  }
}

/** The same bid twice: it is decided once, if it was not before the crash. */
async function sendAgain(t: TestContext, url: string, sent: SentBid): Promise<void> {
  const client = await sent.by.at(url).connect(t);
  const send = () => client.bid(sent.lot, sent.offer);
  let [once, again] = await Promise.all([send(), send()]);
  while (again.type === 'bidRefused' && again.retry) [once, again] = [await send(), await send()];
  assert.deepEqual(once, again);
  sent.answer = once;
  client.drop();
}

const isBid = (event: AuctionEvent): event is Bid => event.type === 'bid' || event.type === 'maxRaised';

/** The journal has what was acknowledged, once, and nothing that was refused. Prices rise. */
function checkBids(events: readonly AuctionEvent[], sent: readonly SentBid[]): void {
  const bids = new Map(events.filter(isBid).map((event) => [event.bidId, event]));
  assert.equal(bids.size, events.filter(isBid).length, 'a bid stands in the journal twice');
  for (const { by, offer, answer } of sent) {
    const event = bids.get(offer.bidId);
    assert.equal(event !== undefined, answer?.type === 'bidAccepted', `bid ${offer.bidId}`);
    if (event === undefined) continue;
    assert.deepEqual([event.by, event.amountPoints], [by.id, offer.amount ?? offer.max]);
  }
  assert.equal(bids.size, sent.filter(({ answer }) => answer?.type === 'bidAccepted').length);
  let price = 0;
  for (const event of events) {
    if (event.type !== 'bid') continue;
    assert.ok(event.pricePoints > price);
    price = event.pricePoints;
  }
}

/** The crash counted as an outage, and no outage took anybody's time: as much is left as before, or the least. */
function checkOutages(events: readonly AuctionEvent[], outages: readonly Outage[], killedAt: number): void {
  let openedAt = 0;
  let endsAt = 0;
  let isGivenBack = false;
  for (const event of events) {
    if (event.type === 'opened') openedAt = event.at;
    if (event.type === 'outage') {
      const { from_at, to_at } = outages.find((row) => row.outage_id === event.outageId) as Outage;
      assert.equal(event.lostMs, to_at - Math.max(from_at, openedAt));
      const { clock } = (events[0] as Extract<AuctionEvent, { type: 'listed' }>).spec;
      const given = endsAt + event.lostMs;
      assert.equal(event.endsAt, clock.rule === 'fixed' ? given : Math.max(given, event.at + leastMs));
      isGivenBack ||= from_at <= killedAt && to_at > killedAt;
    }
    if (event.type === 'opened' || event.type === 'bid' || event.type === 'outage') endsAt = event.endsAt;
  }
  assert.ok(isGivenBack);
}

/** The page shows the same as the journal, and every answer named its place. */
function checkHistory(
  events: readonly AuctionEvent[],
  history: Awaited<ReturnType<typeof readHistory>>,
  sent: readonly SentBid[],
): void {
  const placed = events.filter((event) => event.type === 'bid');
  assert.deepEqual(
    history.map(({ by, pricePoints, cutMs }) => [by.id, pricePoints, cutMs]),
    placed.map(({ by, pricePoints, cutMs }) => [by, pricePoints, cutMs]),
  );
  const seqs = history.map(({ seq }) => seq);
  assert.deepEqual(
    seqs,
    [...new Set(seqs)].sort((a, b) => a - b),
  );
  const bySeq = new Map(history.map((item) => [item.seq, item]));
  const byBidId = new Map(placed.map((event) => [event.bidId, event]));
  for (const { by, offer, answer } of sent) {
    if (answer?.type !== 'bidAccepted' || !byBidId.has(offer.bidId)) continue;
    const shown = bySeq.get(answer.seq);
    assert.deepEqual([shown?.by.id, shown?.pricePoints], [by.id, answer.pricePoints]);
  }
}
