import { setTimeout as pause } from 'node:timers/promises';
import type { ClockRule } from '../../../schema/auction/spec.ts';
import type { BidHistoryItem } from '../../../schema/http.ts';
import { until } from '../../generator/until.ts';
import { type House, startPoints } from '../../house/house.ts';
import type { SalesroomPlan } from './messages.ts';
import { Sale } from './sale.ts';
import type { Seat } from './seat.ts';
import type { Tally } from './tally.ts';

export type RuleName = ClockRule['rule'];

interface RostrumParts {
  readonly house: House;
  readonly tally: Tally;
  readonly plan: Pick<SalesroomPlan, 'leastBiddingMs' | 'mostBiddingMs'>;
}

/** The least time that an accepted bid leaves, where the clock answers to bids. */
const floorMs = 2_000;
const snapshotTimeoutMs = 10_000;
const hammerTimeoutMs = 60_000;
const answerTimeoutMs = 10_000;
const mostTries = 10;
const triesEveryMs = 1_000;
/** One bid in so many raises by several steps, and one in so many is sent twice. */
const jumpEvery = 10;
const jumpSteps = 4;
const retryEvery = 50;

/** A place where lots are sold one after the other, all by one clock rule, to the same bidders. */
export class Rostrum {
  readonly #house: House;
  readonly #tally: Tally;
  readonly #plan: RostrumParts['plan'];
  readonly #seats: readonly Seat[];
  readonly #seller: string;
  readonly #rule: RuleName;
  #sale: Sale | null = null;
  /** When bidding stops, so that a clock that answers to bids runs out. */
  #bidsUntilMs = 0;
  #bids = 0;
  #lots = 0;
  /** The lot that was sold last. */
  soldLot: string | null = null;

  constructor({ house, tally, plan }: RostrumParts, seats: readonly Seat[], seller: string, rule: RuleName) {
    this.#house = house;
    this.#tally = tally;
    this.#plan = plan;
    this.#seats = seats;
    this.#seller = seller;
    this.#rule = rule;
  }

  /** The lot that is being sold, if bids are taken. */
  get liveLot(): string | null {
    return this.#sale?.lot ?? null;
  }

  /** Sells lot after lot until there is to be no next one. */
  async run(isClosing: () => boolean): Promise<void> {
    while (!isClosing()) await this.#sellNext();
  }

  /** Sends a bid that was due then; false while nothing is being sold here. */
  bid(dueMs: number): boolean {
    const sale = this.#sale;
    if (sale === null || sale.isOver || dueMs >= this.#bidsUntilMs) return false;
    const bidder = this.#seats[this.#bids++ % this.#seats.length] as Seat;
    // Whoever bid last may lead: with two seats or more the turn goes to another.
    const seat =
      bidder === sale.lastBidder ? (this.#seats[this.#bids++ % this.#seats.length] as Seat) : bidder;
    const amountPoints = sale.nextPoints + (this.#bids % jumpEvery === 0 ? jumpSteps : 0);
    const isSentAgain = this.#bids % retryEvery === 0;
    sale.nextPoints = amountPoints + 1;
    sale.lastBidder = seat;
    seat.bid(sale, amountPoints, dueMs, isSentAgain ? 2 : 1);
    this.#tally.totals.sentBids++;
    if (isSentAgain) this.#tally.totals.retries++;
    return true;
  }

  async #sellNext(): Promise<void> {
    const { leastBiddingMs, mostBiddingMs } = this.#plan;
    const biddingMs = Math.round(leastBiddingMs + Math.random() * (mostBiddingMs - leastBiddingMs));
    const title = `${this.#rule} ${++this.#lots}`;
    const lot = await this.#house.liveLot(title, clockOf(this.#rule, biddingMs), this.#seller);
    const sale = new Sale(lot, startPoints, this.#seats, this.#tally);
    for (const seat of this.#seats) seat.watch(sale);
    if (!(await until(() => sale.isWatched, snapshotTimeoutMs))) this.#tally.fault('missingSnapshots');

    // A fixed clock is bid against to its end.
    this.#bidsUntilMs =
      this.#rule === 'fixed' ? Number.POSITIVE_INFINITY : performance.now() + biddingMs - floorMs;
    this.#sale = sale;
    const hasFallen = await until(() => sale.isOver, hammerTimeoutMs);
    this.#sale = null;
    if (!hasFallen) this.#tally.fault('missingHammers');
    await until(() => sale.isOverForAll && sale.record.unanswered === 0, answerTimeoutMs);
    await this.#check(sale);
    this.soldLot = lot;
    this.#tally.totals.lots++;
  }

  /** Reads a lot's history, again where that failed: a check that is left out would find nothing. */
  async #historyOf(lot: string): Promise<BidHistoryItem[]> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#house.bids(lot);
      } catch (error) {
        if (tries === mostTries) throw error;
        this.#tally.failed(error as Error);
        await pause(triesEveryMs);
      }
    }
  }

  async #check(sale: Sale): Promise<void> {
    const history = await this.#historyOf(sale.lot);
    for (const [name, times] of Object.entries(sale.record.check(history))) this.#tally.fault(name, times);
    sale.checkViews(history.length);
    this.#tally.totals.checkedBids += sale.record.acknowledged;
  }
}

function clockOf(rule: RuleName, biddingMs: number): ClockRule {
  switch (rule) {
    case 'fixed':
      return { rule, durationMs: biddingMs };
    case 'softClose':
      return { rule, durationMs: Math.round(biddingMs / 2), windowMs: floorMs };
    case 'rush':
      return { rule, durationMs: biddingMs, floorMs, cutPerStepMs: 500, cutMaxMs: 2_000 };
  }
}
