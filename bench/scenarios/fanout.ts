import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import type { Generator } from '../generator/generator.ts';
import type { BidRoundPlan, BidRoundResult } from '../generator/messages.ts';
import { House, startPoints } from '../house/house.ts';
import { scenario } from '../scenario.ts';
import { cpuSecondsOf } from '../servers/proc.ts';

/** So many that a bidder's turn comes again only after a server's longest pause. */
const bidderCount = 400;
const warmUpMs = 3_000;
const lastDeliveryTimeoutMs = 10_000;
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
    // Two processes, so that an answer to a bid does not wait until thousands of events have been counted.
    const hall: Hall = { bidders: bench.startGenerator(), watchers: bench.startGenerator(), bench };

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
      const watchers = Array.from({ length: settings.sockets }, () => null);
      await hall.bidders.connect(market, target, people);
      await hall.bidders.group(market, [{ connections: [...people.keys()], lots: [lot] }], startPoints);
      await hall.watchers.connect(market, target, watchers);
      await hall.watchers.watch(
        market,
        watchers.map((_, n) => [n, lot] as const),
      );
    }

    const plan: BidRoundPlan = {
      warmUpMs,
      measureMs: settings.seconds * 1_000,
      inFlight: 1,
      ratePerSecond: settings.rate,
      losingPercent: 0,
      acceptedBids: null,
    };
    const bare = await measure(hall, 'echo', plan, () => ({ server: echo.cpuSeconds() }));
    const full = await measure(hall, 'lotcast', plan, () => ({ ...lotcast.cpuSeconds() }));
    return {
      deliveriesPerSecond: full.deliveriesPerSecond,
      ackP50Ms: full.bids.ack.p50Ms,
      ackP99Ms: full.bids.ack.p99Ms,
      bidsPerSecond: full.bids.acceptedBids / full.bids.seconds,
      eventFramesPerSecond: full.eventFramesPerSecond,
      eventBytesPerSecond: full.eventBytesPerSecond,
      echoDeliveriesPerSecond: bare.deliveriesPerSecond,
      echoP50Ms: bare.bids.ack.p50Ms,
      echoP99Ms: bare.bids.ack.p99Ms,
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

interface Hall {
  readonly bidders: Generator;
  readonly watchers: Generator;
  readonly bench: Bench;
}

async function measure(
  { bidders, watchers, bench }: Hall,
  market: string,
  plan: BidRoundPlan,
  serverCpu: () => Readonly<Record<string, number>>,
) {
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
  const report = await settledDeliveries(watchers, market, (await bidders.deliveries(market)).acceptedBids);
  bench.progress(
    `${market}: ${Math.round(perSecond(watched, watched.deliveries))} deliveries/s, ${bids.ack.p50Ms} ms median`,
  );
  return {
    bids,
    deliveriesPerSecond: perSecond(watched, watched.deliveries),
    eventFramesPerSecond: perSecond(watched, watched.eventFrames),
    eventBytesPerSecond: perSecond(watched, watched.eventBytes),
    cpuSeconds: Object.fromEntries(
      Object.entries(after).map(([name, seconds]) => [name, seconds - (before[name] ?? 0)]),
    ),
    ...report,
  };
}

function perSecond(round: BidRoundResult, count: number): number {
  return count / round.seconds;
}

/** The watchers do not know how many bids there were, so what they miss at the end is counted here. */
async function settledDeliveries(watchers: Generator, market: string, acceptedBids: number) {
  const giveUpAt = performance.now() + lastDeliveryTimeoutMs;
  for (;;) {
    const report = await watchers.deliveries(market);
    const missing = acceptedBids * report.watches - report.bidDeliveries + report.doubled;
    if (missing === 0 || performance.now() > giveUpAt) {
      return { lost: Math.max(missing, report.lost), doubled: report.doubled, closed: report.closed };
    }
    await pause(100);
  }
}
