import { commandRecord } from '../../schema/behaviour.ts';
import type { Clock } from '../clock.ts';
import { type BidRing, ringCounter } from './bid-ring.ts';

/** A gateway's end of a ring of bids. Counts wrap at 32 bits. */
export class BidWriter {
  readonly #ring: BidRing;
  #written = 0;
  /** How many the shard had read when this was last looked up. */
  #read = 0;

  constructor(ring: BidRing) {
    this.#ring = ring;
  }

  /** Whether the shard is so far behind that no bid can be written. */
  isFull(): boolean {
    const { counters, capacity } = this.#ring;
    if (((this.#written - this.#read) | 0) < capacity) return false;
    this.#read = Atomics.load(counters, ringCounter.read);
    return ((this.#written - this.#read) | 0) >= capacity;
  }

  /**
   * Writes a bid as received now; the ring must not be full. The shard can see that the clock is about to be read: so if
   * it sees no such thing once a deadline has come, all that is not written yet will be stamped with that deadline or
   * later.
   */
  write(
    now: Clock,
    handle: number,
    correlation: number,
    by: number,
    x: number,
    y: number,
    z: number,
    ordersBefore: number,
  ): void {
    const { counters, records } = this.#ring;
    const at = this.#ring.placeOf(this.#written);
    Atomics.store(counters, ringCounter.isStamping, 1);
    records[at + commandRecord.receivedAt] = now();
    records[at + commandRecord.handle] = handle;
    records[at + commandRecord.correlation] = correlation;
    records[at + commandRecord.by] = by;
    records[at + commandRecord.x] = x;
    records[at + commandRecord.y] = y;
    records[at + commandRecord.z] = z;
    records[at + commandRecord.ordersBefore] = ordersBefore;
    this.#written = (this.#written + 1) | 0;
    Atomics.store(counters, ringCounter.written, this.#written);
    Atomics.store(counters, ringCounter.isStamping, 0);
  }

  /** Whether the shard has to be told that bids wait: it has not been since it last heard. */
  knock(): boolean {
    return Atomics.exchange(this.#ring.counters, ringCounter.isKnocked, 1) === 0;
  }
}
