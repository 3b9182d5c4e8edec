import type { AuctionState } from '../../../schema/auction/public.ts';
import { type ClockEffect, clockEffect } from '../clock/rule.ts';

/** A bid of one press: what it costs and what it does to the clock. */
export interface QuickBid {
  readonly steps: number;
  readonly amountPoints: number;
  readonly effect: ClockEffect;
}

const quickSteps = [1, 2, 5] as const;

/** How many increments an amount raises the price by; before the first bid, raises count from the start price. */
export const stepsOf = (state: AuctionState, amountPoints: number): number =>
  (amountPoints - (state.pricePoints ?? state.startPoints)) / state.incrementPoints;

/** What a plain bid of an amount will do to a clock with `remainingMs` left. */
export const effectOf = (state: AuctionState, amountPoints: number, remainingMs: number): ClockEffect =>
  clockEffect(state.clock, remainingMs, stepsOf(state, amountPoints));

/**
 * The quick bids: the least bid, and raises of two and five steps. None goes above the buy-now price, so
 * there are fewer of them close to it.
 */
export function quickBids(state: AuctionState, remainingMs: number): QuickBid[] {
  const mostPoints = state.buyNowPoints ?? Number.POSITIVE_INFINITY;
  return quickSteps
    .map((steps) => ({ steps, amountPoints: state.minimumPoints + (steps - 1) * state.incrementPoints }))
    .filter(({ steps, amountPoints }) => steps === 1 || amountPoints <= mostPoints)
    .map((bid) => ({ ...bid, effect: effectOf(state, bid.amountPoints, remainingMs) }));
}
