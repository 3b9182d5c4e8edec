import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bench } from '../bench.ts';
import type { BidRoundPlan, BidRoundResult } from '../generator/messages.ts';
import { House, startPoints } from '../house/house.ts';
import { seat } from '../house/seating.ts';
import { scenario } from '../scenario.ts';
import type { Lotcast } from '../servers/lotcast.ts';
import { median, spread } from '../statistics/median.ts';

const firstWarmUpMs = 3_000;
const warmUpMs = 500;

const sides = ['this', 'other'] as const;
type Side = (typeof sides)[number];

/** A round of one side, and the seconds of CPU of its server and database for each 1,000 answers in it. */
interface Round {
  readonly bids: BidRoundResult;
  readonly cpuSecondsPer1000: number;
}

/** Bids to two checkouts in turns, both running all the time: what a change to the server is worth. */
export const versus = scenario({
  about: 'bids to this checkout and to another one in turns, to see what a change is worth',
  defaults: {
    other: null,
    seconds: 2,
    rounds: 10,
    sockets: 1_000,
    auctions: 100,
    inFlight: 1,
    losing: 0,
    rate: null,
    gateways: null,
    shards: null,
    window: null,
    journal: null,
  },
  async run(settings, bench: Bench) {
    const programs = { this: undefined, other: await programOf(settings.other) };
    const generator = bench.startGenerator();
    const servers = new Map<Side, Lotcast>();
    for (const side of sides) {
      const program = programs[side];
      const setup = await bench.setUpLotcast({ ...settings, ...(program === undefined ? {} : { program }) });
      const lotcast = await bench.startLotcast(setup);
      servers.set(side, lotcast);
      const house = new House(lotcast.url, bench.progress);
      const cookies = await house.guests(settings.sockets);
      const lots = await house.liveLots(settings.auctions, await house.guests(settings.auctions));
      house.close();
      const { groups, homes } = seat(settings.sockets, lots, settings.inFlight);
      await generator.connect(side, lotcast.target, cookies);
      await generator.group(side, groups, startPoints);
      await generator.watch(side, homes);
    }

    const rounds: Record<Side, Round[]> = { this: [], other: [] };
    const cpuNow = (side: Side) => {
      const { server, postgres } = (servers.get(side) as Lotcast).cpuSeconds();
      return server + postgres;
    };
    for (let n = 0; n < settings.rounds; n++) {
      const plan: BidRoundPlan = {
        warmUpMs: n === 0 ? firstWarmUpMs : warmUpMs,
        measureMs: settings.seconds * 1_000,
        inFlight: settings.inFlight,
        ratePerSecond: settings.rate,
        losingPercent: settings.losing,
        acceptedBids: null,
      };
      // Who goes second in one round goes first in the next: a machine that slows down favours neither.
      for (const side of n % 2 === 0 ? sides : sides.toReversed()) {
        const before = cpuNow(side);
        const bids = await generator.bid(side, plan);
        const seconds = (plan.warmUpMs + plan.measureMs) / 1_000;
        const answers = perSecond(bids) * seconds;
        rounds[side].push({ bids, cpuSecondsPer1000: ((cpuNow(side) - before) / answers) * 1_000 });
      }
      bench.progress(
        `Round ${n + 1} of ${settings.rounds}: ${sides.map((side) => told(rounds[side])).join(', other ')}`,
      );
    }
    return {
      bidsPerSecond: compare(rounds, ({ bids }) => perSecond(bids)),
      ackP50Ms: compare(rounds, ({ bids }) => bids.ack.p50Ms),
      ackP99Ms: compare(rounds, ({ bids }) => bids.ack.p99Ms),
      seenP50Ms: compare(rounds, ({ bids }) => bids.seen.p50Ms),
      seenP99Ms: compare(rounds, ({ bids }) => bids.seen.p99Ms),
      cpuSecondsPer1000: compare(rounds, ({ cpuSecondsPer1000 }) => cpuSecondsPer1000),
    };
  },
});

async function programOf(folder: string | null): Promise<string> {
  if (folder === null) throw new Error('versus: name the other checkout: --other FOLDER');
  const setup = join(resolve(folder), 'setup/server.mjs');
  if (!existsSync(setup))
    throw new Error(`versus: ${folder} is no checkout of Lotcast (there is no ${setup})`);
  const { ensureServer } = (await import(pathToFileURL(setup).href)) as { ensureServer(): Promise<string> };
  return ensureServer();
}

const perSecond = (round: BidRoundResult) => (round.acceptedBids + round.losingRefused) / round.seconds;

function told(rounds: readonly Round[]): string {
  const { bids } = rounds.at(-1) as Round;
  return `${Math.round(perSecond(bids))} bids/s, ${bids.ack.p50Ms.toFixed(1)} ms`;
}

/** One figure of both sides: medians, and this one's share of the other's round by round. */
function compare(rounds: Record<Side, readonly Round[]>, figureOf: (round: Round) => number) {
  const mine = rounds.this.map(figureOf);
  const others = rounds.other.map(figureOf);
  const ratios = mine.map((figure, n) => figure / (others[n] as number));
  return { this: median(mine), other: median(others), ratio: median(ratios), ...spread(ratios) };
}
