/** Where things stand in the shared memory. */
const holds = 0;
const posted = 1;

/**
 * Whether a gateway has orders in its hands: received, but not sent to its shard yet. The shard reads this from memory
 * that both share, so that a hammer need not wait for a gateway that has none for it, such as one whose thread waits for
 * a core. Bids never wait in its hands (see BidRing).
 */
export class Hands {
  /** Both ends are made of the same. */
  readonly memory: SharedArrayBuffer;
  readonly #cells: Int32Array;

  /** Without memory, new hands: full, for nobody knows what a gateway has that is not connected yet. */
  constructor(memory?: SharedArrayBuffer) {
    this.memory = memory ?? new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
    this.#cells = new Int32Array(this.memory);
    if (memory === undefined) this.fill();
  }

  /** The gateway takes an order. */
  fill(): void {
    Atomics.store(this.#cells, holds, 1);
  }

  /** The gateway has posted a message with all that it held. */
  empty(): void {
    Atomics.add(this.#cells, posted, 1);
    Atomics.store(this.#cells, holds, 0);
  }

  /** Whether the gateway holds nothing, and nothing is on its way: `arrivedCount` messages are here. */
  areEmpty(arrivedCount: number): boolean {
    // In this order: what was held until just now is counted as posted.
    return Atomics.load(this.#cells, holds) === 0 && Atomics.load(this.#cells, posted) === (arrivedCount | 0);
  }
}
