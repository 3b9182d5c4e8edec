import type { MarketLot } from './market-lot.ts';

/** Bids that may wait for their answer at the same time; more than any scenario has in flight. */
const capacity = 1 << 20;
const slot = capacity - 1;

/**
 * When each bid was sent, and for which lot, found by its bidId alone: ids are a microsecond clock at the
 * start and count up from there, so that they never run ahead of the clock.
 */
export class SentBids {
  readonly #firstId = Date.now() * 1_000;
  readonly #due = new Float64Array(capacity);
  readonly #sent = new Float64Array(capacity);
  readonly #lots = new Array<MarketLot | null>(capacity).fill(null);
  readonly #isLosing = new Uint8Array(capacity);
  #count = 0;
  #unanswered = 0;

  /** Notes a bid and gives its id. */
  add(lot: MarketLot, dueMs: number, isLosing: boolean): number {
    const n = this.#count++ & slot;
    this.#due[n] = dueMs;
    this.#sent[n] = performance.now();
    this.#lots[n] = lot;
    this.#isLosing[n] = isLosing ? 1 : 0;
    this.#unanswered++;
    return this.#firstId + this.#count - 1;
  }

  /** Whether the bid of this id waits for its answer. */
  isWaiting(bidId: number): boolean {
    const n = bidId - this.#firstId;
    return n >= 0 && n < this.#count && n >= this.#count - capacity && this.#lots[n & slot] !== null;
  }

  /** Takes a bid that waits off the list; the getters below then tell of it. */
  take(bidId: number): MarketLot {
    const n = (bidId - this.#firstId) & slot;
    const lot = this.#lots[n] as MarketLot;
    this.#lots[n] = null;
    this.#unanswered--;
    return lot;
  }

  /** When the bid was sent, or should have been. */
  dueMs(bidId: number): number {
    return this.#due[(bidId - this.#firstId) & slot] as number;
  }

  /** When the bid was sent, however late that was. */
  sentMs(bidId: number): number {
    return this.#sent[(bidId - this.#firstId) & slot] as number;
  }

  /** Whether the bid was meant to be refused. */
  isLosing(bidId: number): boolean {
    return this.#isLosing[(bidId - this.#firstId) & slot] === 1;
  }

  /** How many have been sent so far. */
  get count(): number {
    return this.#count;
  }

  /** How many wait for their answer. */
  get unanswered(): number {
    return this.#unanswered;
  }
}
