import type { Bench } from '../bench.ts';
import type { BidRoundPlan, BidRoundResult } from '../generator/messages.ts';
import { House } from '../house/house.ts';
import { scenario } from '../scenario.ts';
import { cpuSecondsOf } from '../servers/proc.ts';
import { spent } from '../statistics/spent.ts';
import { fillHall, type Hall, settledDeliveries } from './fanout/hall.ts';

/** So many that a bidder's turn comes again only after a server's longest pause. */
const bidderCount = 400;
const warmUpMs = 3_000;
/** What the bare server gathers for when the other uses its own default. */
const defaultWindowMs = 20;

/** One hot auction in front of a crowd. */
export const fanout = scenario({
  about: 'one auction that many sockets watch while others bid at a fixed rate, against a bare publisher',
  defaults: {
    seconds: 10,
    sockets: 2_000,
    rate: 2_000,
    shards: null,
    window: null,
    journal: null,
    profile: false,
  },
  async run(settings, bench: Bench) {
    const setup = await bench.setUpLotcast(settings);
    const lotcast = await bench.startLotcast(setup);
    const echo = await bench.startEcho(settings.window ?? defaultWindowMs);
    const hall: Hall = { bidders: bench.startGenerator(), watchers: bench.startGenerator() };

    bench.progress(`Setting up ${bidderCount} bidders and ${settings.sockets} watchers`);
    const house = new House(lotcast.url, bench.progress);
    const cookies = await house.guests(bidderCount);
    const lots = await house.liveLots(1, await house.guests(1));
    house.close();
    const lot = lots[0] as string;
    for (const [market, target, people] of [
      ['echo', echo.target, cookies.map(() => null)],
      ['lotcast', lotcast.target, cookies],
    ] as const) {
      await fillHall(hall, market, target, lot, people, settings.sockets);
    }

    const plan: BidRoundPlan = {
      warmUpMs,
      measureMs: settings.seconds * 1_000,
      inFlight: 1,
      ratePerSecond: settings.rate,
      losingPercent: 0,
      acceptedBids: null,
    };
    const bare = await measure(bench, hall, 'echo', plan, () => ({ server: echo.cpuSeconds() }));
    const full = await measure(bench, hall, 'lotcast', plan, () => ({ ...lotcast.cpuSeconds() }));
    return {
      deliveriesPerSecond: full.deliveriesPerSecond,
      ackP50Ms: full.bids.ack.p50Ms,
      ackP99Ms: full.bids.ack.p99Ms,
      seenP50Ms: full.seen.p50Ms,
      seenP99Ms: full.seen.p99Ms,
      bidsPerSecond: full.bids.acceptedBids / full.bids.seconds,
      eventFramesPerSecond: full.eventFramesPerSecond,
      eventBytesPerSecond: full.eventBytesPerSecond,
      echoDeliveriesPerSecond: bare.deliveriesPerSecond,
      echoP50Ms: bare.bids.ack.p50Ms,
      echoP99Ms: bare.bids.ack.p99Ms,
      echoSeenP50Ms: bare.seen.p50Ms,
      echoSeenP99Ms: bare.seen.p99Ms,
      echoEventFramesPerSecond: bare.eventFramesPerSecond,
      echoEventBytesPerSecond: bare.eventBytesPerSecond,
      sendDelayP99Ms: full.bids.sendDelay.p99Ms,
      refusedByCode: full.bids.raisesRefused,
      unanswered: full.bids.unanswered,
      lost: full.lost,
      doubled: full.doubled,
      closed: full.closed,
      journal: setup.journal,
      fsync: await lotcast.fsync(),
      cpuSeconds: full.cpuSeconds,
      echoCpuSeconds: bare.cpuSeconds,
    };
  },
});

async function measure(
  bench: Bench,
  hall: Hall,
  market: string,
  plan: BidRoundPlan,
  serverCpu: () => Readonly<Record<string, number>>,
) {
  const { bidders, watchers } = hall;
  const cpuNow = (): Record<string, number> => ({
    ...serverCpu(),
    bidders: cpuSecondsOf(bidders.pid),
    watchers: cpuSecondsOf(watchers.pid),
  });
  const before = cpuNow();
  const [bids, watched] = await Promise.all([
    bidders.bid(market, plan),
    // Nobody of the watchers' process bids: its round only counts what arrives in the same time.
    watchers.bid(market, { ...plan, ratePerSecond: null }),
  ]);
  const after = cpuNow();
  const report = await settledDeliveries(hall, market);
  bench.progress(
    `${market}: ${Math.round(perSecond(watched, watched.deliveries))} deliveries/s, ${bids.ack.p50Ms} ms median`,
  );
  return {
    bids,
    seen: watched.seen,
    deliveriesPerSecond: perSecond(watched, watched.deliveries),
    eventFramesPerSecond: perSecond(watched, watched.eventFrames),
    eventBytesPerSecond: perSecond(watched, watched.eventBytes),
    cpuSeconds: spent(before, after),
    ...report,
  };
}

function perSecond(round: BidRoundResult, count: number): number {
  return count / round.seconds;
}
