import type { Outage } from '../../schema/behaviour.ts';
import { type AuctionDecision, accepted } from './answers.ts';
import { drawnUp } from './clock.ts';
import type { ListedState } from './state.ts';

/**
 * Gives back the time in which nobody could bid, as far as the clock ran in it, and leaves at least the
 * window or floor. Each outage counts once; a clock that stood still, or began to run after it, lost nothing.
 */
export function decideOutage(state: ListedState, outage: Outage, now: number): AuctionDecision {
  const { outageId, from, to } = outage;
  if (state.endsAt === null || outageId <= state.outageId) return accepted();
  const lostMs = to - Math.max(from, state.runningSince);
  if (lostMs <= 0) return accepted();
  const endsAt = drawnUp(state.spec.clock, state.endsAt + lostMs, now);
  return accepted({ type: 'outage', at: now, outageId, lostMs, endsAt });
}
