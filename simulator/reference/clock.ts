import type { AuctionSpec } from '../../schema/auction/spec.ts';
import { incrementAbove } from './bidding.ts';

/** The least time (ms) that an accepted bid leaves the others: soft close's window, rush's floor. */
export function answerTimeMs({ clock }: AuctionSpec): number {
  switch (clock.rule) {
    case 'fixed':
      return 0;
    case 'softClose':
      return clock.windowMs;
    case 'rush':
      return clock.floorMs;
  }
}

/**
 * The end of an auction after a bid accepted at `at` (design, section 4). Soft close resets to the window, never
 * adds; rush cuts `min(cutPerStep × (k − 1), cutMax)` with k = raise / increment, never below the floor.
 */
export function endAfterBid(
  spec: AuctionSpec,
  endsAt: number,
  at: number,
  priceBefore: number | null,
  priceAfter: number,
): number {
  const { clock } = spec;
  if (clock.rule === 'fixed') return endsAt;
  if (clock.rule === 'softClose') return endsAt - at < clock.windowMs ? at + clock.windowMs : endsAt;
  const from = priceBefore ?? spec.startPoints;
  const steps = (priceAfter - from) / incrementAbove(spec.increments, from);
  const cutMs = Math.max(0, Math.min(clock.cutPerStepMs * (steps - 1), clock.cutMaxMs));
  // Whole milliseconds: a part of one is not cut.
  return Math.max(endsAt - Math.floor(cutMs + 1e-6), at + clock.floorMs);
}
