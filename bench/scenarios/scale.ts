import type { Bench } from '../bench.ts';
import type { Generator } from '../generator/generator.ts';
import type { BidRoundPlan } from '../generator/messages.ts';
import { House, startPoints } from '../house/house.ts';
import { seat } from '../house/seating.ts';
import { type Figures, scenario } from '../scenario.ts';
import type { Lotcast } from '../servers/lotcast.ts';
import { median, spread } from '../statistics/median.ts';
import { spent } from '../statistics/spent.ts';

const auctionCounts = [1, 10, 100, 1_000, 10_000];
const socketCounts = [100, 1_000, 5_000];
const eventCounts = [1_000, 10_000, 100_000, 1_000_000];
/** Sockets where something else grows, and auctions where sockets do. */
const usualSockets = 1_000;
const usualAuctions = 50;
const warmUpMs = 1_000;
/** Long enough for the largest number of events. */
const longestFillMs = 600_000;
/** Old and new auction in turns, because the machine's speed drifts by more than what is looked for. */
const comparedRounds = 6;
/** What a bid may cost in an old auction, times what it costs in a new one. */
const mostOldToNew = 1.3;
const bidderPeople = Math.max(...socketCounts);

/** One point of a curve. */
export interface ScalePoint {
  /** Auctions, sockets, or events that the auction had before. */
  readonly count: number;
  readonly bidsPerSecond: number;
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  /** CPU of the server and its database for one bid, and the database's part of it. */
  readonly cpuUsPerBid: number;
  readonly postgresUsPerBid: number;
}

/** CPU for a bid in an auction with so many events, by that in a new one: the median round, the lowest and the highest. */
interface OldToNew {
  readonly events: number;
  readonly cpuRatio: number;
  readonly low: number;
  readonly high: number;
}

/** What a bid costs as there are more auctions, more sockets, more events. Nobody watches: only bids are measured. */
export const scale = scenario({
  about: 'what a bid costs as there are more auctions, sockets, and events in an auction',
  defaults: { seconds: 4, events: Math.max(...eventCounts), lots: Math.max(...auctionCounts), journal: null },
  async run({ seconds, events, lots, journal }, bench: Bench) {
    const lotcast = await bench.startLotcast(await bench.setUpLotcast({ journal }));
    const house = new House(lotcast.url, bench.progress);
    const cookies = await house.guests(bidderPeople);
    const sellers = await house.guests(100);
    const generator = bench.startGenerator();
    const hall = new Hall(lotcast, generator, house, { cookies, sellers }, seconds * 1_000);

    const byAuctions: ScalePoint[] = [];
    for (const count of auctionCounts.filter((one) => one <= lots)) {
      await hall.fill(usualSockets, count);
      byAuctions.push(await hall.measure(count));
      bench.progress(`${count} auctions: ${told(byAuctions.at(-1))}`);
    }
    const bySockets: ScalePoint[] = [];
    for (const count of socketCounts) {
      await hall.fill(count, usualAuctions);
      bySockets.push(await hall.measure(count));
      bench.progress(`${count} sockets: ${told(bySockets.at(-1))}`);
    }
    const byEvents: ScalePoint[] = [];
    await hall.fill(usualSockets, 1);
    for (const count of eventCounts.filter((one) => one <= events)) {
      await hall.growTo(count);
      byEvents.push(await hall.measure(hall.accepted));
      bench.progress(`${count} events: ${told(byEvents.at(-1))}`);
    }
    const fresh = new Hall(lotcast, generator, house, { cookies, sellers }, seconds * 1_000);
    const ratios: number[] = [];
    for (let round = 0; round < comparedRounds; round++) {
      await fresh.fill(usualSockets, 1);
      // Who comes second has what the first has left to be done, so each is that in every other round.
      const halls = round % 2 === 0 ? [fresh, hall] : [hall, fresh];
      const costs = new Map<Hall, number>();
      for (const one of halls) {
        const point = await one.measure(one.accepted);
        costs.set(one, point.cpuUsPerBid);
        bench.progress(`Beside each other, after ${point.count} events: ${told(point)}`);
      }
      ratios.push((costs.get(hall) as number) / (costs.get(fresh) as number));
    }
    house.close();
    const oldToNew: OldToNew = { events: hall.accepted, cpuRatio: median(ratios), ...spread(ratios) };
    return { oldToNew, auctions: byAuctions, sockets: bySockets, events: byEvents };
  },
  faults(figures: Figures) {
    const { events, cpuRatio } = (figures as { readonly oldToNew: OldToNew }).oldToNew;
    if (cpuRatio <= mostOldToNew) return [];
    return [`a bid after ${events} events costs ${cpuRatio.toFixed(2)} times what it costs in a new auction`];
  },
});

const told = (point: ScalePoint | undefined): string =>
  point === undefined
    ? ''
    : `${Math.round(point.bidsPerSecond)} bids/s, ${Math.round(point.cpuUsPerBid)} us of CPU a bid, ` +
      `${Math.round(point.postgresUsPerBid)} of them PostgreSQL's`;

let fillings = 0;

/** Bidders in some auctions, one filling after the other. */
class Hall {
  readonly #lotcast: Lotcast;
  readonly #generator: Generator;
  readonly #house: House;
  readonly #people: { readonly cookies: readonly string[]; readonly sellers: readonly string[] };
  readonly #measureMs: number;
  #market = '';
  accepted = 0;

  constructor(
    lotcast: Lotcast,
    generator: Generator,
    house: House,
    people: { readonly cookies: readonly string[]; readonly sellers: readonly string[] },
    measureMs: number,
  ) {
    this.#lotcast = lotcast;
    this.#generator = generator;
    this.#house = house;
    this.#people = people;
    this.#measureMs = measureMs;
  }

  /** Sends those who were there home, and seats new ones in new auctions. */
  async fill(sockets: number, auctions: number): Promise<void> {
    if (this.#market !== '') await this.#generator.disconnect(this.#market);
    this.#market = `hall ${++fillings}`;
    this.accepted = 0;
    const lots = await this.#house.liveLots(auctions, this.#people.sellers);
    // Two sockets at least for each group of auctions, for nobody outbids himself.
    const { groups } = seat(sockets, lots, Math.ceil(auctions / (sockets / 2)));
    const { target } = this.#lotcast;
    await this.#generator.connect(this.#market, target, this.#people.cookies.slice(0, sockets));
    await this.#generator.group(this.#market, groups, startPoints);
  }

  /** Bids until so many have been accepted since it was filled. */
  async growTo(count: number): Promise<void> {
    const missing = count - this.accepted;
    if (missing > 0) await this.#bid({ warmUpMs: 0, measureMs: longestFillMs, acceptedBids: missing });
  }

  async measure(count: number): Promise<ScalePoint> {
    const [before, acceptedBefore] = [this.#lotcast.cpuSeconds(), this.accepted];
    const round = await this.#bid({ warmUpMs, measureMs: this.#measureMs, acceptedBids: null });
    const { server, postgres } = spent({ ...before }, { ...this.#lotcast.cpuSeconds() });
    const usPerBid = 1e6 / (this.accepted - acceptedBefore);
    return {
      count,
      bidsPerSecond: round.acceptedBids / round.seconds,
      ackP50Ms: round.ack.p50Ms,
      ackP99Ms: round.ack.p99Ms,
      cpuUsPerBid: (server + postgres) * usPerBid,
      postgresUsPerBid: postgres * usPerBid,
    };
  }

  async #bid(plan: Pick<BidRoundPlan, 'warmUpMs' | 'measureMs' | 'acceptedBids'>) {
    const round = await this.#generator.bid(this.#market, {
      ...plan,
      inFlight: 1,
      ratePerSecond: null,
      losingPercent: 0,
    });
    const counts = Object.values(await this.#generator.accepted(this.#market));
    this.accepted = counts.reduce((sum, one) => sum + one, 0);
    return round;
  }
}
