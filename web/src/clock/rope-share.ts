import type { ClockRule } from '../../../schema/auction/spec.ts';
import { lastStretchMs } from './rule.ts';

/** How long the rope is drawn, and whether it glows because this is the last stretch. */
export interface RopeShare {
  readonly share: number;
  readonly glows: boolean;
}

/**
 * The rope of a clock: the share of the time that is left. In the last stretch (under the floor or the
 * window) it is a new, glowing rope as long as that stretch, so that it is full again with each bid.
 */
export function ropeShare(clock: ClockRule, remainingMs: number): RopeShare {
  const leftMs = Math.max(0, remainingMs);
  const stretchMs = lastStretchMs(clock);
  if (stretchMs !== null && leftMs <= stretchMs) return { share: leftMs / stretchMs, glows: true };
  return { share: leftMs / Math.max(clock.durationMs, leftMs, 1), glows: false };
}

/** The same in tenths, for people who asked for less motion. */
export const inSteps = (share: number): number => Math.ceil(share * 10) / 10;
