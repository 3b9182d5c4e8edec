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

export interface Size {
  readonly sockets: number;
  readonly lots: number;
}

/** What one trial showed. */
export interface TrialResult extends Reckoning {
  readonly acknowledged: number;
  /** How often something had to be started again. */
  readonly restarts: number;
  readonly notes: readonly string[];
}

/** When the fault strikes after bidding began. */
const strikeAfterMs = { least: 1_000, most: 4_000 };
const afterwardsMs = 1_000;
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
  const bidding = Promise.all(bidders.map((bidder, n) => bidder.bidOn(lots[n % lots.length] as OpenLot)));

  const disaster = async () => {
    await pause(strikeAfterMs.least + random.below(strikeAfterMs.most - strikeAfterMs.least));
    const nextTrouble = () => market.nextTrouble();
    const struck = await fault.strike({ house, random, proxy, disk, nextTrouble });
    await untilBidsAgain(longLots, market, struck.liftedAt);
    await pause(afterwardsMs);
    return struck;
  };
  // A bidder that breaks off is noticed at once; as long as there are long lots, none just ends.
  const struck = await Promise.race([
    disaster(),
    bidding.then((): never => {
      throw new Error('all bidders ended by themselves');
    }),
  ]);
  for (const bidder of bidders) bidder.goQuiet();
  await within(bidding, 'a bid is without a last word');

  const by = seller.at(house.url);
  const inPublic = await readPublic(by, lots);
  const holes = await checkViews(bidders, await by.connect(scope));
  const exitCode = await house.stop();
  const journal = await readJournal(house, lots);
  const reckoning = reckon(journal, inPublic, market, lots, struck, fault.isPartial === true);
  reckoning.found.wronglyShown.push(...holes);
  if (exitCode !== 0)
    reckoning.found.unexpected.push(`asked to stop, the server ended with exit code ${exitCode}`);
  return {
    ...reckoning,
    acknowledged: market.sent.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length,
    // Cut connections stop no auction: there it is each bidder who waits.
    ...(fault.isPerBidder ? { bidsAgainMs: bidders.flatMap(({ lossMs }) => lossMs) } : {}),
    restarts: house.restarts,
    notes: struck.notes ?? [],
  };
}

async function untilBidsAgain(lots: readonly OpenLot[], market: Market, liftedAt: number): Promise<void> {
  const missing = () => lots.filter(({ id }) => !market.hasAcceptedAfter(id, liftedAt)).length;
  for (const giveUpAt = Date.now() + mostRecoveryMs; missing() > 0; await pause(lookMs)) {
    if (Date.now() > giveUpAt) throw new Error(`${missing()} auctions took no bids again in a minute`);
  }
}
