import { Latencies } from '../../statistics/latency.ts';
import type { MeasuredTime } from '../measured-time.ts';
import type { FloodResult } from './chat-api.ts';

/** What is counted during the measured time of a flood. */
export class FloodCounts {
  readonly #time: MeasuredTime;
  readonly #delivered = new Latencies();
  readonly #acks = new Latencies();
  readonly #sendDelays = new Latencies();
  #deliveries = 0;
  #confirmed = 0;
  #frames = 0;
  #bytes = 0;

  constructor(time: MeasuredTime) {
    this.#time = time;
  }

  /** A message that is due at `dueMs` was sent. */
  sent(dueMs: number, nowMs: number): void {
    if (this.#time.has(dueMs)) this.#sendDelays.record(nowMs - dueMs);
  }

  /** The message that was due at `dueMs` was confirmed. */
  confirmed(dueMs: number, nowMs: number): void {
    if (this.#time.has(nowMs)) this.#confirmed++;
    if (this.#time.has(dueMs)) this.#acks.record(nowMs - dueMs);
  }

  /** Messages that were due at `dueMs` came to somebody; however late it is, they count for when they were due. */
  frame(dueMs: readonly number[], bytes: number, nowMs: number): void {
    for (const due of dueMs) if (this.#time.has(due)) this.#delivered.record(nowMs - due);
    if (!this.#time.has(nowMs)) return;
    this.#deliveries += dueMs.length;
    this.#frames++;
    this.#bytes += bytes;
  }

  /** All of it; what was refused is counted elsewhere. */
  result(): Omit<FloodResult, 'refused'> {
    return {
      seconds: this.#time.seconds,
      deliveries: this.#deliveries,
      confirmed: this.#confirmed,
      frames: this.#frames,
      bytes: this.#bytes,
      delivered: this.#delivered.summary(),
      ack: this.#acks.summary(),
      sendDelay: this.#sendDelays.summary(),
    };
  }
}
