import type { AuctionEvent } from '../../schema/auction/events.ts';
import type { PersonId } from '../../schema/ids.ts';
import { type AuctionDecision, accepted, refused } from './answers.ts';
import { answerTimeMs } from './clock.ts';
import { refusalLive } from './seller.ts';
import type { ListedState } from './state.ts';

/**
 * The seller stops the clock. What is stored is the time that remains, never an absolute end. A clock that
 * the lost stream stopped becomes the seller's pause, so that it waits for the seller.
 */
export function decidePause(state: ListedState, by: PersonId, reason: string, now: number): AuctionDecision {
  const refusal = refusalLive(state, by, now);
  if (refusal !== null) return refused(refusal);
  if (state.pause?.cause === 'seller') return accepted();
  const remainingMs = state.endsAt === null ? (state.remainingMs ?? 0) : state.endsAt - now;
  return accepted({ type: 'paused', at: now, cause: 'seller', reason, remainingMs });
}

/** The clock runs again with what remained, and at least the window or floor, so that all find back in time. */
export const resumed = (state: ListedState, now: number): AuctionEvent => ({
  type: 'resumed',
  at: now,
  endsAt: now + Math.max(state.remainingMs ?? 0, answerTimeMs(state.spec.clock)),
});

/** The seller lets the clock run again, even if it was a lost stream that stopped it. */
export function decideResume(state: ListedState, by: PersonId, now: number): AuctionDecision {
  const refusal = refusalLive(state, by, now);
  if (refusal !== null) return refused(refusal);
  return state.pause === null ? accepted() : accepted(resumed(state, now));
}
