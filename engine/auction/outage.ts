import type { Outage } from '../../schema/behaviour.ts';
import { limits } from '../../schema/limits.ts';
import { type AuctionDecision, accepted } from './answers.ts';
import { drawnUp } from './clock.ts';
import type { AuctionState, ListedState } from './state.ts';

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

/** What everyone is told of an outage that was given back at the time `at`; one that followed another at once is told with it. */
export function toldOutage(last: AuctionState['lastOutage'], at: number, lostMs: number) {
  const follows = last !== null && at - lostMs - last.at <= limits.maxOutageGapMs;
  return { at, addedMs: follows ? last.addedMs + lostMs : lostMs };
}
