import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../../schema/limits.ts';
import type { Bench } from '../../bench.ts';
import type { Generator } from '../../generator/generator.ts';
import type { BidRoundPlan, HammerReport, Subscription } from '../../generator/messages.ts';
import { House, startPoints } from '../../house/house.ts';
import { seat } from '../../house/seating.ts';
import type { Figures } from '../../scenario.ts';
import type { Settings } from '../../settings.ts';

const sellerCount = 100;
/** Lots that are listed first, to learn how fast this machine lists them. */
const trialLots = 300;
/** Room for a set-up that slows down. */
const setUpMargin = 1.3;
/** From the last lot listed to the first hammer: subscriptions, and bids that have come up to speed. */
const leadMs = 8_000;
const shooterCount = 200;
const lastSecond = { shotsPerLot: 3, earliestMs: 50, latestMs: 1, startPoints };
const warmUpMs = 1_000;
const echoMs = 4_000;
const lastHammerTimeoutMs = 10_000;

type ClosingSettings = Pick<
  Settings,
  'lots' | 'seconds' | 'auctions' | 'sockets' | 'shards' | 'window' | 'journal' | 'profile'
>;

/** Lets thousands of hammers fall while other auctions on the same shards take all the bids they can. */
export async function measureClosing(settings: ClosingSettings, bench: Bench): Promise<Figures> {
  const setup = await bench.setUpLotcast(settings);
  const lotcast = await bench.startLotcast(setup);
  const echo = await bench.startEcho();
  const loader = bench.startGenerator();
  // A process of its own, whose clock readings do not wait behind the load.
  const observer = bench.startGenerator();
  const house = new House(lotcast.url, bench.progress);

  bench.progress(`Setting up ${settings.sockets} guests and ${settings.auctions} auctions that take bids`);
  const cookies = await house.guests(settings.sockets);
  const shooters = await house.guests(shooterCount);
  const sellers = await house.guests(sellerCount);
  const busyLots = await house.liveLots(settings.auctions, sellers);
  const { groups, homes } = seat(settings.sockets, busyLots, 1);
  await loader.connect(
    'echo',
    echo.target,
    cookies.map(() => null),
  );
  await loader.group('echo', groups, startPoints);
  await loader.connect('lotcast', lotcast.target, cookies);
  await loader.group('lotcast', groups, startPoints);
  await loader.watch('lotcast', homes);
  const plan: BidRoundPlan = {
    warmUpMs,
    measureMs: echoMs,
    inFlight: 1,
    ratePerSecond: null,
    losingPercent: 0,
    acceptedBids: null,
  };
  const bare = await loader.bid('echo', plan);
  await loader.disconnect('echo');
  await echo.stop();

  const trialStartedAt = performance.now();
  await house.liveLots(trialLots, sellers);
  const perLotMs = (performance.now() - trialStartedAt) / trialLots;
  const setUpMs = perLotMs * settings.lots * setUpMargin + leadMs;
  const firstEndAt = Date.now() + setUpMs;
  const spacingMs = (settings.seconds * 1_000) / settings.lots;
  const lastEndAt = firstEndAt + settings.seconds * 1_000;
  bench.progress(`Setting up ${settings.lots} lots that end from ${Math.round(setUpMs / 1_000)} s on`);
  const lots = await house.liveLots(settings.lots, sellers, (n) =>
    Math.max(limits.minDurationMs, Math.round(firstEndAt + n * spacingMs - Date.now())),
  );
  house.close();
  const watched = watchAll(lots);
  const sockets = Math.ceil(lots.length / limits.maxSubscriptionsPerSocket);
  await observer.connect(
    'lotcast',
    lotcast.target,
    Array.from({ length: sockets }, () => null),
  );
  await observer.watch('lotcast', watched);

  const spareMs = firstEndAt - Date.now();
  bench.progress(
    spareMs > 0
      ? `First hammer in ${Math.round(spareMs / 1_000)} s`
      : 'Some lots ended before all were watched',
  );
  await pause(Math.max(0, spareMs - leadMs / 2));
  const [load, shots] = await Promise.all([
    loader.bid('lotcast', { ...plan, measureMs: Math.max(1_000, lastEndAt - Date.now()) }),
    observer.lastSecond('lotcast', lotcast.target, shooters, lastSecond),
  ]);
  const hammers = await fallenHammers(observer);
  const delivered = await loader.deliveries('lotcast');
  await lotcast.stop();

  const loadBidsPerSecond = load.acceptedBids / load.seconds;
  const echoPerSecond = bare.acceptedBids / bare.seconds;
  return {
    latenessP50Ms: hammers.decided.p50Ms,
    latenessP99Ms: hammers.decided.p99Ms,
    latenessMaxMs: hammers.decided.maxMs,
    seenP50Ms: hammers.seen.p50Ms,
    seenP99Ms: hammers.seen.p99Ms,
    seenMaxMs: hammers.seen.maxMs,
    refusedInTime: shots.refusedInTime,
    acceptedLate: shots.acceptedLate,
    hammers: hammers.decided.count,
    earlyHammers: hammers.early,
    missingHammers: hammers.missing,
    lastSecondBids: shots,
    loadBidsPerSecond,
    loadAckP50Ms: load.ack.p50Ms,
    loadAckP99Ms: load.ack.p99Ms,
    echoPerSecond,
    echoP99Ms: bare.ack.p99Ms,
    ratioToEcho: loadBidsPerSecond / echoPerSecond,
    refusedByCode: load.raisesRefused,
    lost: delivered.lost,
    doubled: delivered.doubled,
    closed: delivered.closed,
    journal: setup.journal,
  };
}

function watchAll(lots: readonly string[]): Subscription[] {
  return lots.map((lot, n) => [Math.floor(n / limits.maxSubscriptionsPerSocket), lot] as const);
}

async function fallenHammers(observer: Generator): Promise<HammerReport> {
  const giveUpAt = performance.now() + lastHammerTimeoutMs;
  for (;;) {
    const report = await observer.hammers('lotcast');
    if (report.missing === 0 || performance.now() > giveUpAt) return report;
    await pause(100);
  }
}
