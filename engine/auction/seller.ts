import type { AnswerCode } from '../../schema/codes.ts';
import type { PersonId } from '../../schema/ids.ts';
import { isAhead, isOver, type ListedState } from './state.ts';

/** Why this person may not change the plan of the lot now, or null: only its seller may, before bidding begins. */
export function refusalAhead(state: ListedState, by: PersonId): AnswerCode | null {
  if (by !== state.spec.sellerId) return 'not_allowed';
  if (isOver(state)) return 'closed';
  return isAhead(state) ? null : 'wrong_phase';
}

/**
 * Why this person may not steer the live auction now, or null: only its seller may. Once the clock has run
 * out, only bids that came in time and the hammer are left: the seller can't step in between.
 */
export function refusalLive(state: ListedState, by: PersonId, now: number): AnswerCode | null {
  if (by !== state.spec.sellerId) return 'not_allowed';
  if (isOver(state)) return 'closed';
  if (state.phase !== 'live') return 'wrong_phase';
  return state.endsAt !== null && now >= state.endsAt ? 'closed' : null;
}
