import type { ClockRule } from '../../schema/auction/spec.ts';

/** The least time that a bid leaves the others to answer, in ms: the window or the floor; a fixed clock has none. */
export function answerTimeMs(clock: ClockRule): number {
  if (clock.rule === 'softClose') return clock.windowMs;
  return clock.rule === 'rush' ? clock.floorMs : 0;
}

/** Draws an end (ms) up to the least answer time from `now` on. It never shortens; a fixed clock stays. */
export const drawnUp = (clock: ClockRule, endsAt: number, now: number): number =>
  clock.rule === 'fixed' ? endsAt : Math.max(endsAt, now + answerTimeMs(clock));

/**
 * What a raise burns from a rush clock, in whole ms: with k = raise / increment, cutPerStepMs × (k − 1), at
 * most cutMaxMs. The least raise (k = 1) burns nothing; other clocks burn nothing at all.
 */
export function burnMs(clock: ClockRule, raisePoints: number, incrementPoints: number): number {
  if (clock.rule !== 'rush' || raisePoints <= incrementPoints) return 0;
  const uncappedMs = Math.floor((clock.cutPerStepMs * (raisePoints - incrementPoints)) / incrementPoints);
  return Math.min(uncappedMs, clock.cutMaxMs);
}

/**
 * When the auction ends after a bid that was accepted at `now` (all times in ms). `raisePoints` is the net
 * visible raise, `incrementPoints` the increment at the price before it.
 * - fixed: as before.
 * - softClose: at least the window is left.
 * - rush: the raise burns its share of the remaining time; at least the floor is left.
 */
export const endsAfterBid = (
  clock: ClockRule,
  endsAt: number,
  now: number,
  raisePoints: number,
  incrementPoints: number,
): number => drawnUp(clock, endsAt - burnMs(clock, raisePoints, incrementPoints), now);
