import type { SoldCause } from '../../schema/auction/events.ts';
import type { PersonId } from '../../schema/ids.ts';
import { type AuctionDecision, accepted, refused } from './answers.ts';
import { refusalAhead, refusalLive } from './seller.ts';
import { isAhead, type ListedState } from './state.ts';

/**
 * Whether the price has reached the reserve. A leader whose hidden maximum reaches it is always shown at
 * the reserve at least, so the visible price tells, and nothing hidden does.
 */
export const reserveMet = (state: ListedState): boolean =>
  state.spec.reservePoints === null || (state.pricePoints ?? 0) >= state.spec.reservePoints;

/** The hammer falls: sold to the leader at the visible price if the reserve is met or waived. */
export function fall(
  state: ListedState,
  cause: SoldCause,
  waivesReserve: boolean,
  now: number,
): AuctionDecision {
  const { leader, pricePoints } = state;
  if (leader === null || pricePoints === null) {
    return accepted({ type: 'unsold', at: now, cause: 'no_bids' });
  }
  if (!waivesReserve && !reserveMet(state)) {
    return accepted({ type: 'unsold', at: now, cause: 'reserve_not_met' });
  }
  return accepted({ type: 'sold', at: now, cause, pricePoints, winner: leader });
}

/**
 * The seller closes early, running or paused. Below the reserve only if the seller says so: otherwise it
 * is refused, and the auction goes on.
 */
export function decideHammer(
  state: ListedState,
  by: PersonId,
  belowReserve: boolean,
  now: number,
): AuctionDecision {
  const refusal = refusalLive(state, by, now);
  if (refusal !== null) return refused(refusal);
  if (state.leader !== null && !belowReserve && !reserveMet(state)) return refused('reserve_not_met');
  return fall(state, 'seller', belowReserve, now);
}

/** The seller withdraws the lot before the hammer falls: nobody wins. Once more is a repetition. */
export function decideCancel(state: ListedState, by: PersonId, reason: string, now: number): AuctionDecision {
  const refusal = isAhead(state) ? refusalAhead(state, by) : refusalLive(state, by, now);
  if (refusal === 'closed' && state.phase === 'cancelled') return accepted();
  if (refusal !== null) return refused(refusal);
  return accepted({ type: 'cancelled', at: now, reason });
}
