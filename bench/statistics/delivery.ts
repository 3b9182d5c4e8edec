/** One watcher's view of one lot: which public events reached it, and whether each came exactly once. */
export class Delivery {
  #lastSeq = 0;
  #isStarted = false;
  #gaps = 0;
  #doubled = 0;
  #bids = 0;

  /** The state at `seq` arrived whole, so the next event is the one after it. A later one skips events. */
  start(seq: number): void {
    if (this.#isStarted) this.#gaps += Math.max(0, seq - this.#lastSeq);
    this.#lastSeq = Math.max(seq, this.#lastSeq);
    this.#isStarted = true;
  }

  /** The event at `seq` arrived. */
  event(seq: number, isBid: boolean): void {
    if (isBid) this.#bids++;
    if (seq <= this.#lastSeq) {
      this.#doubled++;
      return;
    }
    this.#gaps += seq - this.#lastSeq - 1;
    this.#lastSeq = seq;
  }

  /** Whether there was a first state. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** Position of the last event that arrived. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Bid events that arrived. */
  get bids(): number {
    return this.#bids;
  }

  /** Events that came again or out of order. */
  get doubled(): number {
    return this.#doubled;
  }

  /** Events that never came, if the lot now stands at `seq`. */
  lost(seq: number): number {
    return this.#gaps + Math.max(0, seq - this.#lastSeq);
  }
}
