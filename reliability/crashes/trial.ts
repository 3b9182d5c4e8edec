import { setTimeout as pause } from 'node:timers/promises';
import { Person } from '../../gateway/socket/testing/person.ts';
import { within } from '../../gateway/socket/testing/within.ts';
import type { Scope } from '../../testing/cleanup.ts';
import { Random } from '../../testing/random.ts';
import { OwnScope } from '../own-scope.ts';
import { SmallDisk } from '../small-disk.ts';
import { Bidder } from './bidder.ts';
import { CuttingProxy } from './cutting-proxy.ts';
import type { Fault } from './faults/fault.ts';
import { type DatabaseKind, House } from './house.ts';
import { type OpenLot, openLots } from './lots.ts';
import { Market } from './market.ts';
import { checkViews, type Reckoning, readJournal, readPublic, reckon } from './reckoning.ts';
import { promisedOfMessages, reckonRoom } from './room-reckoning.ts';
import { Speaker, type SpeakerParts } from './speaker.ts';
import { Talk } from './talk.ts';

export interface Size {
  readonly sockets: number;
  readonly lots: number;
  /** Lots with a chat room that is flooded, and how many flood each. */
  readonly rooms: number;
  readonly speakersPerRoom: number;
}

/** What one trial showed. */
export interface TrialResult extends Reckoning {
  readonly acknowledged: number;
  /** Messages that their speakers saw confirmed. */
  readonly confirmed: number;
  /** From when the cause was gone until each room took messages again. */
  readonly messagesAgainMs: readonly number[];
  /** How often something had to be started again. */
  readonly restarts: number;
  readonly notes: readonly string[];
}

/** When the fault strikes after bidding began. */
const strikeAfterMs = { least: 1_000, most: 4_000 };
const afterwardsMs = 1_000;
/** One of so many speakers is calm; the others flood. */
const calmOf = 4;
const lookMs = 50;
/** How long bids may fail when the cause is gone, before it counts as not coming back. */
const mostRecoveryMs = 60_000;

/** A service with people who bid, one disaster at a random moment, and the reckoning. Rejects when bids are not taken again. */
export async function runTrial(
  fault: Fault,
  database: DatabaseKind,
  seed: number,
  size: Size,
): Promise<TrialResult> {
  const scope = new OwnScope();
  const givingUp = new AbortController();
  try {
    return await tryOut(scope, givingUp.signal, fault, database, new Random(seed), size);
  } finally {
    givingUp.abort(new Error('the trial is over'));
    await scope.end();
  }
}

async function tryOut(
  scope: Scope,
  givenUp: AbortSignal,
  fault: Fault,
  database: DatabaseKind,
  random: Random,
  size: Size,
): Promise<TrialResult> {
  const { diskMiB, env, postgresSettings, proxy: needsProxy } = fault.needs ?? {};
  const disk = diskMiB === undefined ? null : await SmallDisk.mount(scope, diskMiB);
  const house = await House.start(scope, { database, folder: disk?.folder, env, postgresSettings });
  const proxy = needsProxy ? await CuttingProxy.start(scope, house.url, random) : null;
  const seller = await Person.signIn(house.url, 'Seller');
  const people = await Promise.all(
    Array.from({ length: size.sockets }, (_, n) => Person.signIn(house.url, `Bidder ${n}`)),
  );
  const market = new Market(random);
  const url = proxy?.url ?? house.url;
  const bidders = people.map((person) => new Bidder({ scope, givenUp, market, random, person, url }));
  await Promise.all(bidders.map((bidder) => bidder.arrive()));
  const lots = await openLots(seller, size.lots, random);
  const longLots = lots.filter(({ isLong }) => isLong);
  for (const [n, { id }] of lots.entries()) bidders[n]?.watch(id);
  const talk = new Talk();
  const rooms = longLots.slice(0, size.rooms).map(({ id }) => id);
  const speakers = await arriveIn(rooms, size.speakersPerRoom, { scope, givenUp, talk, random, url }, house);
  const bidding = Promise.all(bidders.map((bidder, n) => bidder.bidOn(lots[n % lots.length] as OpenLot)));
  const speaking = Promise.all(speakers.map((speaker) => speaker.speak()));

  const disaster = async () => {
    await pause(strikeAfterMs.least + random.below(strikeAfterMs.most - strikeAfterMs.least));
    const nextTrouble = () => market.nextTrouble();
    const struck = await fault.strike({ house, random, proxy, disk, nextTrouble });
    try {
      await untilBidsAgain(longLots, market, struck.liftedAt);
      await untilSpokenAgain(rooms, talk, struck.liftedAt);
    } catch (error) {
      const { message } = error as Error;
      throw new Error(`${message}; the server said last:\n${house.lastWords()}`, { cause: error });
    }
    await pause(afterwardsMs);
    return struck;
  };
  // A bidder that breaks off is noticed at once; as long as there are long lots, none just ends.
  const struck = await Promise.race([
    disaster(),
    bidding.then((): never => {
      throw new Error('all bidders ended by themselves');
    }),
    speaking.then((): never => {
      throw new Error('all speakers ended by themselves');
    }),
  ]);
  for (const one of [...bidders, ...speakers]) one.goQuiet();
  await within(bidding, 'a bid is without a last word');
  await within(speaking, 'a message is without a last word');

  const by = seller.at(house.url);
  const inPublic = await readPublic(by, lots);
  const holes = await checkViews(bidders, await by.connect(scope));
  const lastIn = (lot: string) =>
    Math.max(0, ...talk.sent.map((message) => (message.lot === lot ? (message.seq ?? 0) : 0)));
  await within(
    Promise.all(speakers.map((speaker) => speaker.caughtUp(lastIn(speaker.view.lot)))),
    'a room was not read to its end',
  );
  const exitCode = await house.stop();
  const journal = await readJournal(house, lots, rooms);
  const reckoning = reckon(journal, inPublic, market, lots, struck, fault.isPartial === true);
  reckoning.found.wronglyShown.push(...holes);
  for (const room of journal.rooms) {
    const inRoom = speakers.filter(({ view }) => view.lot === room.lot);
    const found = reckonRoom(room, talk, inRoom);
    for (const name of promisedOfMessages) reckoning.found[name].push(...found[name]);
  }
  if (exitCode !== 0)
    reckoning.found.unexpected.push(`asked to stop, the server ended with exit code ${exitCode}`);
  return {
    ...reckoning,
    confirmed: talk.sent.filter(({ seq }) => seq !== null).length,
    messagesAgainMs: rooms.map((lot) => (talk.confirmedAgainAt(lot, struck.liftedAt) ?? 0) - struck.liftedAt),
    acknowledged: market.sent.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length,
    // Cut connections stop no auction: there it is each bidder who waits.
    ...(fault.isPerBidder ? { bidsAgainMs: bidders.flatMap(({ lossMs }) => lossMs) } : {}),
    restarts: house.restarts,
    notes: struck.notes ?? [],
  };
}

/** People who come into the rooms, so many into each. */
async function arriveIn(
  rooms: readonly string[],
  perRoom: number,
  parts: Omit<SpeakerParts, 'person' | 'lot' | 'isCalm'>,
  house: House,
): Promise<Speaker[]> {
  const lots = rooms.flatMap((lot) => Array<string>(perRoom).fill(lot));
  const speakers = await Promise.all(
    lots.map(
      async (lot, n) =>
        new Speaker({
          ...parts,
          lot,
          isCalm: n % calmOf === 0,
          person: await Person.signIn(house.url, `Speaker ${n}`),
        }),
    ),
  );
  await Promise.all(speakers.map((speaker) => speaker.arrive()));
  return speakers;
}

async function untilSpokenAgain(rooms: readonly string[], talk: Talk, liftedAt: number): Promise<void> {
  const missing = () => rooms.filter((lot) => talk.confirmedAgainAt(lot, liftedAt) === null).length;
  for (const giveUpAt = Date.now() + mostRecoveryMs; missing() > 0; await pause(lookMs)) {
    if (Date.now() > giveUpAt) throw new Error(`${missing()} rooms took no messages again in a minute`);
  }
}

async function untilBidsAgain(lots: readonly OpenLot[], market: Market, liftedAt: number): Promise<void> {
  const missing = () => lots.filter(({ id }) => !market.hasAcceptedAfter(id, liftedAt)).length;
  for (const giveUpAt = Date.now() + mostRecoveryMs; missing() > 0; await pause(lookMs)) {
    if (Date.now() > giveUpAt) throw new Error(`${missing()} auctions took no bids again in a minute`);
  }
}
