import { median, spread } from './median.ts';

/** How many answers were slow beyond those that always are. */
export interface Slowdown {
  /** An answer that took longer is slow: in a round without the burden, the slowest per cent does. Median of the rounds. */
  readonly slowMs: number;
  /** Share of slow answers under the burden, less the share without it, in per cent of all answers. Median of the rounds. */
  readonly percent: number;
  /** The same of each round. */
  readonly percents: readonly number[];
  readonly percentSpread: { readonly low: number; readonly high: number };
}

const slowestShare = 0.01;

/**
 * Compares answers in rounds without a burden with those in the round under it that belongs to each. Both distributions
 * have a tail of their own, so a mean or a median would hide what matters, and a single worst answer would be chance:
 * the share beyond a tail that is known says how many people notice something. Each round has a limit of its own, so
 * that one in which the machine was busy with something else does not make everything look quick.
 */
export function slowdown(
  without: ReadonlyArray<readonly number[]>,
  under: ReadonlyArray<readonly number[]>,
): Slowdown {
  const limitsMs = without.map(slowestOf);
  const percents = under.map((answers, n) => {
    const limitMs = limitsMs[n] ?? 0;
    return percentAbove(limitMs, answers) - percentAbove(limitMs, without[n] ?? []);
  });
  return { slowMs: median(limitsMs), percent: median(percents), percents, percentSpread: spread(percents) };
}

function slowestOf(answers: readonly number[]): number {
  const sorted = answers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * (1 - slowestShare)) - 1)] ?? 0;
}

function percentAbove(limitMs: number, answers: readonly number[]): number {
  if (answers.length === 0) return 0;
  return (100 * answers.filter((ms) => ms > limitMs).length) / answers.length;
}
