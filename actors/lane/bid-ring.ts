import { commandRecord } from '../../schema/behaviour.ts';
import { limits } from '../../schema/limits.ts';

/** Where counters stand: each has a cache line of its own, for both ends write. */
export const ringCounter = { written: 0, read: 16, isStamping: 32, isKnocked: 48 } as const;

const counterBytes = 64 * Int32Array.BYTES_PER_ELEMENT;
const recordBytes = commandRecord.length * Float64Array.BYTES_PER_ELEMENT;

/**
 * Bids on their way from one gateway to one shard, in memory that both share: a ring of records (see `commandRecord`),
 * with one BidWriter and one BidReader. The shard sees a bid as soon as it is written, without the help of a gateway
 * whose thread waits for a core just then.
 */
export class BidRing {
  readonly memory: SharedArrayBuffer;
  readonly counters: Int32Array;
  readonly records: Float64Array;
  readonly capacity: number;

  /** Both ends are made of the same memory. */
  constructor(memory = BidRing.memoryOf(limits.laneBids)) {
    this.memory = memory;
    this.counters = new Int32Array(memory, 0, counterBytes / Int32Array.BYTES_PER_ELEMENT);
    this.records = new Float64Array(memory, counterBytes);
    this.capacity = this.records.length / commandRecord.length;
  }

  /** Memory for so many bids, a power of two. */
  static memoryOf(capacity: number): SharedArrayBuffer {
    return new SharedArrayBuffer(counterBytes + capacity * recordBytes);
  }

  /** Where in `records` the bid of a number stands. */
  placeOf(number: number): number {
    return (number & (this.capacity - 1)) * commandRecord.length;
  }
}
