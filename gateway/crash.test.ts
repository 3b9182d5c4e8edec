import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { pino } from 'pino';
import type { ClockRule } from '../schema/auction/spec.ts';
import { startLotcast } from '../testing/lotcast.ts';
import { type InstalledPostgres, startInstalledPostgres } from '../testing/postgres.ts';
import { openDatabase } from './database/open.ts';
import { type AuctionRecord, audit, givenBack, nothingFound } from './socket/testing/audit.ts';
import { Crowd, type SentBid } from './socket/testing/crowd.ts';
import { openLot, readHistory, readLot } from './socket/testing/lots.ts';
import { Person } from './socket/testing/person.ts';
import { roomy } from './socket/testing/roomy.ts';
import { readStoredAuctions } from './socket/testing/stored-actors.ts';

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

type InPublic = Pick<AuctionRecord, 'history' | 'shown'>;

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
  }
  const inPublic = new Map<string, InPublic>();
  for (const lot of lots) {
    const by = seller.at(second.url);
    const { auction: shown } = await readLot(by, lot);
    assert.equal(shown.phase, 'live');
    inPublic.set(lot, { history: await readHistory(by, lot), shown });
  }
  assert.equal(await second.stop(), 0);

  const database = await openDatabase(
    { databaseUrl: postgres?.url, dataDir: first.dataDir },
    pino({ level: 'silent' }),
  );
  try {
    const outages = await database.kysely.selectFrom('outages').selectAll().execute();
    for (const stored of await readStoredAuctions(database.kysely, lots)) {
      const { history, shown } = inPublic.get(stored.lot) as InPublic;
      const sent = crowd.sent.filter(({ lot }) => lot === stored.lot);
      assert.deepEqual(audit({ stored, outages, sent, history, shown }), nothingFound);
      assert.ok(
        givenBack(stored, outages).some(({ from_at, to_at }) => from_at <= killedAt && to_at > killedAt),
        'the crash did not count as an outage',
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
