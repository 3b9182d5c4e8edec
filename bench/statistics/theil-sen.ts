import { median } from './median.ts';

/** One figure at one time. */
export type Point = readonly [x: number, y: number];

/**
 * Slope of the line that Theil and Sen draw through points: the median of the slopes of all pairs, so that what is far
 * off in up to a fifth of the points (a collection of garbage, the work of others) does not move it. 0 of fewer
 * than two.
 */
export function theilSenSlope(points: readonly Point[]): number {
  const slopes: number[] = [];
  for (const [n, [x, y]] of points.entries()) {
    for (const [laterX, laterY] of points.slice(n + 1)) {
      if (laterX !== x) slopes.push((laterY - y) / (laterX - x));
    }
  }
  // Zero has no sign here.
  return median(slopes) + 0;
}
