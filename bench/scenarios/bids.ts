import type { Bench } from '../bench.ts';
import type { BidRoundPlan, BidRoundResult, DeliveryReport } from '../generator/messages.ts';
import { House, startPoints } from '../house/house.ts';
import { seat } from '../house/seating.ts';
import { scenario } from '../scenario.ts';
import { cpuSecondsOf } from '../servers/proc.ts';
import { median, spread } from '../statistics/median.ts';

const firstWarmUpMs = 3_000;
const warmUpMs = 1_000;

/** Bids as fast as they are decided, against a bare echo of the same messages and the gateway alone, in turns. */
export const bids = scenario({
  about:
    'valid raises as fast as they are decided, against a bare echo and the gateway alone in alternating rounds',
  defaults: {
    seconds: 5,
    rounds: 6,
    sockets: 1_000,
    auctions: 100,
    inFlight: 1,
    losing: 0,
    rate: null,
    gateways: null,
    shards: null,
    window: null,
    journal: null,
    profile: false,
  },
  async run(settings, bench: Bench) {
    const { sockets, auctions, inFlight } = settings;
    const setup = await bench.setUpLotcast(settings);
    const lotcast = await bench.startLotcast(setup);
    const echo = await bench.startEcho();
    const inline = await bench.startInline();
    const generator = bench.startGenerator();

    bench.progress(`Setting up ${sockets} guests and ${auctions} live auctions`);
    const house = new House(lotcast.url, bench.progress);
    const cookies = await house.guests(sockets);
    const lots = await house.liveLots(auctions, await house.guests(auctions));
    house.close();

    const { groups, homes } = seat(sockets, lots, inFlight);
    for (const [market, target, people] of [
      ['echo', echo.target, cookies.map(() => null)],
      ['inline', inline.target, cookies.map(() => null)],
      ['lotcast', lotcast.target, cookies],
    ] as const) {
      await generator.connect(market, target, people);
      await generator.group(market, groups, startPoints);
    }
    await generator.watch('lotcast', homes);

    const cpuNow = () => ({ ...lotcast.cpuSeconds(), generator: cpuSecondsOf(generator.pid) });
    const cpuSeconds = { server: 0, postgres: 0, generator: 0, wall: 0 };
    const echoRounds: BidRoundResult[] = [];
    const inlineRounds: BidRoundResult[] = [];
    const bidRounds: BidRoundResult[] = [];
    for (let round = 0; round < settings.rounds; round++) {
      const plan: BidRoundPlan = {
        warmUpMs: round === 0 ? firstWarmUpMs : warmUpMs,
        measureMs: settings.seconds * 1_000,
        inFlight,
        ratePerSecond: settings.rate,
        losingPercent: settings.losing,
        acceptedBids: null,
      };
      const echoRound = await generator.bid('echo', plan);
      const inlineRound = await generator.bid('inline', plan);
      const before = cpuNow();
      const startedAt = performance.now();
      const bidRound = await generator.bid('lotcast', plan);
      const after = cpuNow();
      cpuSeconds.server += after.server - before.server;
      cpuSeconds.postgres += after.postgres - before.postgres;
      cpuSeconds.generator += after.generator - before.generator;
      cpuSeconds.wall += (performance.now() - startedAt) / 1_000;
      echoRounds.push(echoRound);
      inlineRounds.push(inlineRound);
      bidRounds.push(bidRound);
      bench.progress(
        `Round ${round + 1} of ${settings.rounds}: ${Math.round(decidedPerSecond(bidRound))} bids/s, ` +
          `${bidRound.ack.p50Ms.toFixed(1)} ms median; echo ${Math.round(decidedPerSecond(echoRound))}/s, ` +
          `gateway alone ${Math.round(decidedPerSecond(inlineRound))}/s`,
      );
    }
    const report = await generator.deliveries('lotcast');
    const fsync = await lotcast.fsync();
    return {
      ...figuresOf(bidRounds, echoRounds, inlineRounds),
      ...countsOf(bidRounds, report),
      journal: setup.journal,
      fsync,
      cpuSeconds,
    };
  },
});

function figuresOf(
  bidRounds: readonly BidRoundResult[],
  echoRounds: readonly BidRoundResult[],
  inlineRounds: readonly BidRoundResult[],
) {
  const bidsPerSecond = bidRounds.map(decidedPerSecond);
  const echoPerSecond = echoRounds.map(decidedPerSecond);
  const inlinePerSecond = inlineRounds.map(decidedPerSecond);
  // Each against its neighbour: the machine's speed drifts from round to round.
  const ratiosToEcho = bidsPerSecond.map((rate, round) => rate / (echoPerSecond[round] as number));
  const ratiosToInline = bidsPerSecond.map((rate, round) => rate / (inlinePerSecond[round] as number));
  return {
    bidsPerSecond: median(bidsPerSecond),
    echoPerSecond: median(echoPerSecond),
    inlinePerSecond: median(inlinePerSecond),
    ratioToEcho: median(ratiosToEcho),
    ratioToInline: median(ratiosToInline),
    ackP50Ms: median(bidRounds.map(({ ack }) => ack.p50Ms)),
    ackP99Ms: median(bidRounds.map(({ ack }) => ack.p99Ms)),
    ackMaxMs: Math.max(...bidRounds.map(({ ack }) => ack.maxMs)),
    deliveriesPerSecond: median(bidRounds.map(({ deliveries, seconds }) => deliveries / seconds)),
    eventFramesPerSecond: median(bidRounds.map(({ eventFrames, seconds }) => eventFrames / seconds)),
    echoP50Ms: median(echoRounds.map(({ ack }) => ack.p50Ms)),
    echoP99Ms: median(echoRounds.map(({ ack }) => ack.p99Ms)),
    sendDelayP99Ms: median(bidRounds.map(({ sendDelay }) => sendDelay.p99Ms)),
    bidsPerSecondSpread: spread(bidsPerSecond),
    echoPerSecondSpread: spread(echoPerSecond),
    ratioToEchoSpread: spread(ratiosToEcho),
    inlinePerSecondSpread: spread(inlinePerSecond),
  };
}

function countsOf(rounds: readonly BidRoundResult[], report: DeliveryReport) {
  const raisesRefused: Record<string, number> = {};
  for (const round of rounds) {
    for (const [code, count] of Object.entries(round.raisesRefused)) {
      raisesRefused[code] = (raisesRefused[code] ?? 0) + count;
    }
  }
  return {
    accepted: rounds.reduce((sum, { acceptedBids }) => sum + acceptedBids, 0),
    refused: Object.values(raisesRefused).reduce((sum, count) => sum + count, 0),
    refusedByCode: raisesRefused,
    losingRefused: rounds.reduce((sum, { losingRefused }) => sum + losingRefused, 0),
    unanswered: rounds.at(-1)?.unanswered ?? 0,
    lost: report.lost,
    doubled: report.doubled,
    bidDeliveries: report.bidDeliveries,
    expectedBidDeliveries: report.expectedBidDeliveries,
    errors: report.errors,
    closed: report.closed,
  };
}

/** Bids that were decided as they were meant to be: accepted, or refused on purpose. */
function decidedPerSecond(round: BidRoundResult): number {
  return (round.acceptedBids + round.losingRefused) / round.seconds;
}
