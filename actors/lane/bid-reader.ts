import { commandRecord } from '../../schema/behaviour.ts';
import { type BidRing, ringCounter } from './bid-ring.ts';

/** A shard's end of a ring of bids. Counts wrap at 32 bits. */
export class BidReader {
  readonly #ring: BidRing;
  #read = 0;
  /** How many were written when this was last looked up. */
  #written = 0;

  constructor(ring: BidRing) {
    this.#ring = ring;
  }

  /** What the places of `next` are places in. */
  get records(): Float64Array {
    return this.#ring.records;
  }

  /** The gateway has told that bids wait. It tells again when there are more than can be seen after this. */
  heard(): void {
    Atomics.store(this.#ring.counters, ringCounter.isKnocked, 0);
  }

  /** Whether a bid is just being stamped that can't be seen yet. */
  isStamping(): boolean {
    return Atomics.load(this.#ring.counters, ringCounter.isStamping) === 1;
  }

  /**
   * The place of the next bid, good until the next call; -1 if there is none, or if fewer messages with orders were
   * followed than the gateway had to send before it.
   */
  next(ordersFollowed: number): number {
    const { counters, records } = this.#ring;
    if (this.#read === this.#written) this.#written = Atomics.load(counters, ringCounter.written);
    const at = this.#ring.placeOf(this.#read);
    if (
      this.#read === this.#written ||
      (records[at + commandRecord.ordersBefore] as number) > ordersFollowed
    ) {
      Atomics.store(counters, ringCounter.read, this.#read);
      return -1;
    }
    this.#read = (this.#read + 1) | 0;
    return at;
  }
}
