import {
  Histogram,
  type HistogramConfiguration,
  type LabelValues,
  type MetricObjectWithValues,
  type MetricValueWithName,
} from 'prom-client';
import type { BucketsView } from '../../actors/bucket-counts.ts';

/** One series of a histogram. */
interface Row<Label extends string> {
  readonly labels: LabelValues<Label>;
  readonly view: BucketsView;
}

/**
 * A histogram that others count, who know nothing of Prometheus: prom-client's own can only be told one value
 * after the other.
 */
export class CountedHistogram<Label extends string> extends Histogram<Label> {
  readonly #name: string;
  readonly #help: string;
  readonly #perUnit: number;
  #rows: readonly Row<Label>[] = [];

  /** `perUnit`: how many of what is counted make one of Prometheus's units, such as 1,000 for ms. */
  constructor(config: HistogramConfiguration<Label>, perUnit: number) {
    super(config);
    this.#name = config.name;
    this.#help = config.help;
    this.#perUnit = perUnit;
  }

  /** Takes what the next scrape is told, in the place of everything before. */
  show(rows: readonly Row<Label>[]): void {
    this.#rows = rows;
  }

  override async get(): Promise<MetricObjectWithValues<MetricValueWithName<Label>>> {
    return {
      name: this.#name,
      help: this.#help,
      // The declarations have an enum for this that the module has not.
      type: 'histogram' as never,
      aggregator: 'sum',
      collect() {},
      values: this.#rows.flatMap((row) => this.#valuesOf(row)),
    };
  }

  /** What the text is made from, if there is such a method. */
  getForPromString() {
    return this.get();
  }

  #valuesOf({ labels, view: { bounds, counts, sum } }: Row<Label>) {
    const value = (part: 'bucket' | 'sum' | 'count', amount: number, le?: number | string) => ({
      metricName: `${this.#name}_${part}`,
      labels: (le === undefined ? labels : { ...labels, le }) as LabelValues<Label>,
      value: amount,
    });
    let upTo = 0;
    const buckets = bounds.map((bound, n) => {
      upTo += counts[n] as number;
      return value('bucket', upTo, bound / this.#perUnit);
    });
    const all = upTo + (counts.at(-1) as number);
    return [...buckets, value('bucket', all, '+Inf'), value('sum', sum / this.#perUnit), value('count', all)];
  }
}
