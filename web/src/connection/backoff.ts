const firstMs = 400;
const longestMs = 15_000;

/**
 * How long to wait before the connection is tried again: doubling, and spread at random so that a whole
 * room does not come back in the same instant. `attempt` counts from 0; `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  const ceilingMs = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 16));
  return Math.round(ceilingMs * (0.5 + random / 2));
}
