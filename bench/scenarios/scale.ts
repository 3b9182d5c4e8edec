import type { Bench } from '../bench.ts';
import type { Generator } from '../generator/generator.ts';
import type { BidRoundPlan } from '../generator/messages.ts';
import { House, startPoints } from '../house/house.ts';
import { seat } from '../house/seating.ts';
import { scenario } from '../scenario.ts';
import type { Lotcast } from '../servers/lotcast.ts';

const auctionCounts = [1, 10, 100, 1_000, 10_000];
const socketCounts = [100, 1_000, 5_000];
const eventCounts = [1_000, 10_000, 100_000, 1_000_000];
/** Sockets where something else grows, and auctions where sockets do. */
const usualSockets = 1_000;
const usualAuctions = 50;
const warmUpMs = 1_000;
/** Long enough for the largest number of events. */
const longestFillMs = 600_000;
const bidderPeople = Math.max(...socketCounts);

/** One point of a curve. */
export interface ScalePoint {
  /** Auctions, sockets, or events that the auction had before. */
  readonly count: number;
  readonly bidsPerSecond: number;
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  /** CPU of the server and its database for one bid. */
  readonly cpuUsPerBid: number;
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
    house.close();
    return { auctions: byAuctions, sockets: bySockets, events: byEvents };
  },
});

const told = (point: ScalePoint | undefined): string =>
  point === undefined
    ? ''
    : `${Math.round(point.bidsPerSecond)} bids/s, ${Math.round(point.cpuUsPerBid)} us of CPU a bid`;

/** Bidders in some auctions, one filling after the other. */
class Hall {
  readonly #lotcast: Lotcast;
  readonly #generator: Generator;
  readonly #house: House;
  readonly #people: { readonly cookies: readonly string[]; readonly sellers: readonly string[] };
  readonly #measureMs: number;
  #market = '';
  #fillings = 0;
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
    this.#market = `hall ${++this.#fillings}`;
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
    const cpuNow = () => {
      const { server, postgres } = this.#lotcast.cpuSeconds();
      return server + postgres;
    };
    const [cpuBefore, acceptedBefore] = [cpuNow(), this.accepted];
    const round = await this.#bid({ warmUpMs, measureMs: this.#measureMs, acceptedBids: null });
    const cpuSeconds = cpuNow() - cpuBefore;
    return {
      count,
      bidsPerSecond: round.acceptedBids / round.seconds,
      ackP50Ms: round.ack.p50Ms,
      ackP99Ms: round.ack.p99Ms,
      cpuUsPerBid: (1e6 * cpuSeconds) / (this.accepted - acceptedBefore),
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
