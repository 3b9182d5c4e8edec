import { createHistogram } from 'node:perf_hooks';

/** Latencies in milliseconds, exact to three digits. */
export interface LatencySummary {
  readonly count: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Node's own HDR histogram, fed with milliseconds and kept in microseconds. */
export class Latencies {
  readonly #histogram = createHistogram({ lowest: 1, highest: 3_600_000_000, figures: 3 });

  /** Adds one latency; what is below a microsecond, even through clock steps, counts as one. */
  record(ms: number): void {
    this.#histogram.record(Math.max(1, Math.round(ms * 1_000)));
  }

  /** What has been recorded so far; all zero if nothing was. */
  summary(): LatencySummary {
    const at = (percent: number) => (this.#count === 0 ? 0 : this.#histogram.percentile(percent) / 1_000);
    return {
      count: this.#count,
      p50Ms: at(50),
      p90Ms: at(90),
      p95Ms: at(95),
      p99Ms: at(99),
      maxMs: this.#count === 0 ? 0 : this.#histogram.max / 1_000,
    };
  }

  get #count(): number {
    return this.#histogram.count;
  }
}
