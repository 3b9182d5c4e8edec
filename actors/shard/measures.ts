import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

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
}

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

  committed(eventCount: number, tookMs: number): void {
    this.#commits++;
    this.#events += eventCount;
    this.#batchEvents.record(eventCount);
    this.#commitMs.record(tookMs + 1);
  }

  /** How long after its deadline a tick was decided. */
  lateness(lateMs: number): void {
    this.#ticks++;
    this.#latenessMs.record(lateMs + 1);
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
    };
  }
}

const offByOne = (histogram: RecordableHistogram, percentile: number): number =>
  histogram.count === 0 ? 0 : histogram.percentile(percentile) - 1;
