import { spread } from './median.ts';

/** How many answers were slow beyond those that always are. */
export interface Slowdown {
  /** An answer that took longer is slow: the slowest per cent of all rounds without the burden took longer. */
  readonly slowMs: number;
  /** Share of slow answers under the burden, less the share without it, in per cent of all answers. */
  readonly percent: number;
  /** The same for each pair of rounds. */
  readonly percentSpread: { readonly low: number; readonly high: number };
}

const slowestShare = 0.01;

/**
 * Compares answers in rounds without a burden with those in the rounds under it that each was followed by. Both
 * distributions have a tail of their own, so a mean or a median would hide what matters, and a single worst answer
 * would be chance: the share beyond a tail that is known says how many people notice something.
 */
export function slowdown(
  without: ReadonlyArray<readonly number[]>,
  under: ReadonlyArray<readonly number[]>,
): Slowdown {
  const all = without.flat().sort((a, b) => a - b);
  const slowMs = all[Math.max(0, Math.ceil(all.length * (1 - slowestShare)) - 1)] ?? 0;
  const percentSlow = (answers: readonly number[]) =>
    answers.length === 0 ? 0 : (100 * answers.filter((ms) => ms > slowMs).length) / answers.length;
  return {
    slowMs,
    percent: percentSlow(under.flat()) - percentSlow(all),
    percentSpread: spread(under.map((answers, n) => percentSlow(answers) - percentSlow(without[n] ?? []))),
  };
}
