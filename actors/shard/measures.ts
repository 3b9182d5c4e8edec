import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { limits } from '../../schema/limits.ts';
import { BucketCounts, type BucketsView } from '../bucket-counts.ts';

export interface MeasuresView {
  readonly decided: number;
  readonly refused: number;
  readonly commits: number;
  readonly failedCommits: number;
  readonly events: number;
  readonly batchEventsP50: number;
  readonly commitP50Ms: number;
  readonly commitP99Ms: number;
  readonly ticks: number;
  readonly latenessP99Ms: number;
  readonly latenessMaxMs: number;
  /** The same as distributions, which can be added up over shards; percentiles can't. */
  readonly buckets: {
    readonly batchEvents: BucketsView;
    readonly commitMs: BucketsView;
    readonly latenessMs: BucketsView;
  };
}

const batchBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, limits.maxCommitEvents];
/** Up to the time in which a commit must answer; a commit above `commitStallMs` stops the shard. */
const commitBoundsMs = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  limits.commitStallMs,
  1_000,
  2_000,
  limits.commitTimeoutMs,
];
const latenessBoundsMs = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000];

/** What a shard counts about itself, since it started. */
export class Measures {
  /** Commands decided, and commands refused before they reached an actor. */
  decided = 0;
  refused = 0;
  failedCommits = 0;
  #commits = 0;
  #events = 0;
  #ticks = 0;
  readonly #batchEvents = createHistogram();
  // Histograms start at 1, and a commit or a tick may well take 0 ms: both are kept one too high.
  readonly #commitMs = createHistogram();
  readonly #latenessMs = createHistogram();
  readonly #batchBuckets = new BucketCounts(batchBounds);
  readonly #commitBuckets = new BucketCounts(commitBoundsMs);
  readonly #latenessBuckets = new BucketCounts(latenessBoundsMs);

  committed(eventCount: number, tookMs: number): void {
    this.#commits++;
    this.#events += eventCount;
    this.#batchEvents.record(eventCount);
    this.#commitMs.record(tookMs + 1);
    this.#batchBuckets.record(eventCount);
    this.#commitBuckets.record(tookMs);
  }

  /** How long after its deadline a tick was decided. */
  lateness(lateMs: number): void {
    this.#ticks++;
    this.#latenessMs.record(lateMs + 1);
    this.#latenessBuckets.record(lateMs);
  }

  view(): MeasuresView {
    return {
      decided: this.decided,
      refused: this.refused,
      commits: this.#commits,
      failedCommits: this.failedCommits,
      events: this.#events,
      batchEventsP50: this.#commits === 0 ? 0 : this.#batchEvents.percentile(50),
      commitP50Ms: offByOne(this.#commitMs, 50),
      commitP99Ms: offByOne(this.#commitMs, 99),
      ticks: this.#ticks,
      latenessP99Ms: offByOne(this.#latenessMs, 99),
      latenessMaxMs: this.#ticks === 0 ? 0 : this.#latenessMs.max - 1,
      buckets: {
        batchEvents: this.#batchBuckets.view(),
        commitMs: this.#commitBuckets.view(),
        latenessMs: this.#latenessBuckets.view(),
      },
    };
  }
}

const offByOne = (histogram: RecordableHistogram, percentile: number): number =>
  histogram.count === 0 ? 0 : histogram.percentile(percentile) - 1;
