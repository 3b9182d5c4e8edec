import { Latencies } from '../statistics/latency.ts';

/**
 * Latencies of the bids that were sent, or should have been, in the measured time; an answer counts however
 * late it comes, so that a server can't hide a slow moment behind the end of the measurement.
 */
export class RoundLatencies {
  readonly acks = new Latencies();
  /** How late the generator itself was with bids of a fixed rate. */
  readonly sendDelays = new Latencies();
  #fromMs = Number.POSITIVE_INFINITY;
  #toMs = Number.POSITIVE_INFINITY;

  /** The measured time begins. */
  start(): void {
    this.#fromMs = performance.now();
  }

  /** The measured time is over. */
  end(): void {
    this.#toMs = performance.now();
  }

  /** A bid that is due at `dueMs` was sent. */
  sent(dueMs: number, nowMs: number): void {
    if (this.#isMeasured(dueMs)) this.sendDelays.record(nowMs - dueMs);
  }

  /** The bid that was due at `dueMs` was answered. */
  answered(dueMs: number, nowMs: number): void {
    if (this.#isMeasured(dueMs)) this.acks.record(nowMs - dueMs);
  }

  #isMeasured(dueMs: number): boolean {
    return dueMs >= this.#fromMs && dueMs < this.#toMs;
  }
}
