import { Latencies } from '../statistics/latency.ts';
import type { MeasuredTime } from './measured-time.ts';

/**
 * Latencies of the bids that were sent, or should have been, in the measured time; an answer counts however
 * late it comes, so that a server can't hide a slow moment behind the end of the measurement.
 */
export class RoundLatencies {
  readonly acks = new Latencies();
  /** How late the generator itself was with bids of a fixed rate. */
  readonly sendDelays = new Latencies();
  /** From sending to answer of each, if it is asked for: what the generator itself was late is not in it. */
  readonly acksMs: number[] = [];
  readonly #time: MeasuredTime;
  readonly #tellsAcks: boolean;

  constructor(time: MeasuredTime, tellsAcks: boolean) {
    this.#time = time;
    this.#tellsAcks = tellsAcks;
  }

  /** A bid that is due at `dueMs` was sent. */
  sent(dueMs: number, nowMs: number): void {
    if (this.#time.has(dueMs)) this.sendDelays.record(nowMs - dueMs);
  }

  /** The bid that was due at `dueMs` and sent at `sentMs` was answered. */
  answered(dueMs: number, sentMs: number, nowMs: number): void {
    if (!this.#time.has(dueMs)) return;
    this.acks.record(nowMs - dueMs);
    if (this.#tellsAcks) this.acksMs.push(nowMs - sentMs);
  }
}
