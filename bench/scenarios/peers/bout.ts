import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../../bench.ts';
import type { Generator } from '../../generator/generator.ts';
import type { BidRoundPlan, BidRoundResult, GroupPlan } from '../../generator/messages.ts';
import { startPoints } from '../../house/house.ts';
import { seat } from '../../house/seating.ts';
import type { Contender, RunningContender } from './contender.ts';

/** How much is measured. */
export interface BoutPlan {
  readonly sockets: number;
  readonly auctions: number;
  /** Lots whose hammer falls while the others are bid on as fast as they can be. */
  readonly hammers: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Whether the saturated auctions are all there is. */
  readonly isShort: boolean;
  /** Whether the server is killed in the end. */
  readonly kills: boolean;
}

/** What one contender did in one round. */
export interface Bout {
  readonly saturated: BidRoundResult;
  /** Seconds of CPU of server and store, and what they answered, in the whole of that part. */
  readonly cpuSeconds: number;
  readonly cpuAnswers: number;
  readonly residentBytes: number;
  readonly hammers: { readonly p99Ms: number; readonly missing: number };
  readonly lostEvents: number;
  readonly losing: BidRoundResult | null;
  readonly paced: BidRoundResult | null;
  readonly oneLot: BidRoundResult | null;
  /** Acknowledged bids that were gone after the server was killed, and after its store was killed with it. */
  readonly goneAfterServer: number | null;
  readonly goneAfterEverything: number | null;
}

/** What it may take to open the timed lots and watch them: a part for each, and for the rest. */
const watchMs = 800;
const watchEachMs = 10;
/** A hammer that falls later than this is missing. */
const hammerTimeoutMs = 20_000;
const longMs = 24 * 3_600_000;
/** A rate that people make, not machines. */
const pacedPerSecond = 2_000;
const losingPercent = 70;

/** Measures one contender from its start to its end. */
export async function fight(contender: Contender, plan: BoutPlan, bench: Bench): Promise<Bout> {
  const running = await contender.start(plan.sockets + plan.hammers);
  const generator = bench.startGenerator();
  try {
    return await new Ring(running, generator, plan).fight();
  } finally {
    await generator.stop();
    await running.stop();
  }
}

class Ring {
  readonly #running: RunningContender;
  readonly #generator: Generator;
  readonly #plan: BoutPlan;
  readonly #round: BidRoundPlan;

  constructor(running: RunningContender, generator: Generator, plan: BoutPlan) {
    this.#running = running;
    this.#generator = generator;
    this.#plan = plan;
    this.#round = {
      warmUpMs: plan.warmUpMs,
      measureMs: plan.measureMs,
      inFlight: 1,
      ratePerSecond: null,
      losingPercent: 0,
      acceptedBids: null,
    };
  }

  async fight(): Promise<Bout> {
    const generator = this.#generator;
    await this.#fill('hall', this.#plan.auctions);
    const saturated = await this.#saturate();
    const { isShort, kills } = this.#plan;
    const part = (plan: Partial<BidRoundPlan>, market = 'hall') =>
      isShort ? null : generator.bid(market, { ...this.#round, ...plan });
    const losing = await part({ losingPercent });
    const paced = await part({ ratePerSecond: pacedPerSecond });
    const report = await generator.deliveries('hall');
    if (!isShort) await this.#fill('stage', 1);
    const oneLot = await part({}, 'stage');
    if (!isShort) await generator.disconnect('stage');
    await generator.disconnect('hall');
    return {
      ...saturated,
      lostEvents: report.lost,
      losing,
      paced,
      oneLot,
      goneAfterServer: kills ? await this.#crash('server') : null,
      goneAfterEverything: kills ? await this.#crash('everything') : null,
    };
  }

  /** Seats everybody in some new auctions. */
  async #fill(market: string, auctions: number): Promise<readonly string[]> {
    const { sockets } = this.#plan;
    const endsAt = Date.now() + longMs;
    const lots = await this.#running.openLots(auctions, () => endsAt);
    const { groups, homes } = seat(sockets, lots, 1);
    await this.#connect(market, homes, groups, 0);
    return lots;
  }

  async #connect(
    market: string,
    homes: ReadonlyArray<readonly [number, string]>,
    groups: readonly GroupPlan[],
    firstPerson: number,
  ): Promise<void> {
    const { target, cookies } = this.#running;
    const seats = await this.#running.seats(homes.map(([, lot]) => lot));
    const people = cookies.slice(firstPerson, firstPerson + homes.length);
    await this.#generator.connect(market, target, people, seats);
    if (groups.length > 0) await this.#generator.group(market, groups, startPoints);
    await this.#generator.watch(market, homes);
  }

  /** Bids as fast as they are answered, while hammers fall on other lots. */
  async #saturate(): Promise<
    Pick<Bout, 'saturated' | 'cpuSeconds' | 'cpuAnswers' | 'residentBytes' | 'hammers'>
  > {
    const { sockets, hammers, warmUpMs, measureMs } = this.#plan;
    const startAt = Date.now() + watchMs + hammers * watchEachMs;
    const firstEndAt = startAt + warmUpMs;
    const timed = await this.#running.openLots(hammers, (n) =>
      Math.round(firstEndAt + (n * measureMs) / hammers),
    );
    const watched = timed.map((lot, n) => [n, lot] as const);
    await this.#connect('timed', watched, [], sockets);
    await pause(Math.max(0, startAt - Date.now()));
    const cpuBefore = this.#running.cpuSeconds();
    const acceptedBefore = await this.#acceptedCount();
    const saturated = await this.#generator.bid('hall', this.#round);
    const cpuSeconds = this.#running.cpuSeconds() - cpuBefore;
    const cpuAnswers = (await this.#acceptedCount()) - acceptedBefore;
    const residentBytes = this.#running.residentBytes();
    const { seen, missing } = await this.#generator.hammers('timed', hammerTimeoutMs);
    await this.#generator.disconnect('timed');
    return { saturated, cpuSeconds, cpuAnswers, residentBytes, hammers: { p99Ms: seen.p99Ms, missing } };
  }

  async #acceptedCount(): Promise<number> {
    return sum(Object.values(await this.#generator.accepted('hall')));
  }

  /** Kills it while it is bid on in new lots, starts it again, and counts what it does not know any more. */
  async #crash(what: 'server' | 'everything'): Promise<number> {
    const { auctions, measureMs } = this.#plan;
    const lots = await this.#fill(what, auctions);
    const bidding = this.#generator.bid(what, { ...this.#round, measureMs });
    await pause(measureMs / 2);
    await this.#running.crash(what);
    await bidding;
    const acknowledged = await this.#generator.accepted(what);
    const stored = await this.#running.bidCounts(lots);
    await this.#generator.disconnect(what);
    return sum(lots.map((lot, n) => Math.max(0, (acknowledged[lot] ?? 0) - (stored[n] ?? 0))));
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
