/** A histogram as it can be added up over shards and time: how many values were in each bucket, and their sum. */
export interface BucketsView {
  /** Upper bounds, each within its bucket. */
  readonly bounds: readonly number[];
  /** Values in each bucket alone; the last one has those above all bounds. */
  readonly counts: readonly number[];
  readonly sum: number;
}

/** Counts values in fixed buckets: a few comparisons a value, and nothing is allocated. */
export class BucketCounts {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  /** Throws when the bounds don't rise. */
  constructor(bounds: readonly number[]) {
    if (bounds.some((bound, n) => n > 0 && bound <= (bounds[n - 1] as number))) {
      throw new RangeError(`bounds of buckets rise: ${bounds}`);
    }
    this.#bounds = bounds;
    this.#counts = new Array<number>(bounds.length + 1).fill(0);
  }

  record(value: number): void {
    let place = 0;
    while (place < this.#bounds.length && value > (this.#bounds[place] as number)) place++;
    (this.#counts[place] as number)++;
    this.#sum += value;
  }

  view(): BucketsView {
    return { bounds: this.#bounds, counts: [...this.#counts], sum: this.#sum };
  }
}
