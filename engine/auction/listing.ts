import { type AuctionSpec, auctionRulesSchema } from '../../schema/auction/spec.ts';
import type { PersonId } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import { type AuctionDecision, accepted, refused } from './answers.ts';
import { refusalAhead } from './seller.ts';
import type { AuctionState, ListedState } from './state.ts';

/** The spec in the schema's own order of fields, so that equal ones read the same, or null if it is not valid. */
function canonicalText(spec: AuctionSpec): string | null {
  const { sellerId, ...rules } = spec;
  const parsed = auctionRulesSchema.safeParse(rules);
  return parsed.success && Number.isSafeInteger(sellerId) ? JSON.stringify([sellerId, parsed.data]) : null;
}

/** Lists the lot under its seller's rules, as a draft. The same once more is a repetition. */
export function decideList(
  state: AuctionState,
  by: PersonId,
  spec: AuctionSpec,
  now: number,
): AuctionDecision {
  if (by !== spec.sellerId || by !== (state.spec ?? spec).sellerId) return refused('not_allowed');
  const text = canonicalText(spec);
  if (text === null) return refused('invalid');
  if (state.spec === null) return accepted({ type: 'listed', at: now, spec });
  return text === canonicalText(state.spec) ? accepted() : refused('wrong_phase');
}

/** Changes the rules before bidding begins. From the opening on they are frozen. */
export function decideRevise(
  state: ListedState,
  by: PersonId,
  spec: AuctionSpec,
  now: number,
): AuctionDecision {
  const refusal = refusalAhead(state, by);
  if (refusal !== null) return refused(refusal);
  if (spec.sellerId !== by) return refused('not_allowed');
  const text = canonicalText(spec);
  if (text === null) return refused('invalid');
  return text === canonicalText(state.spec) ? accepted() : accepted({ type: 'revised', at: now, spec });
}

/** Sets or moves the start to a moment ahead, in ms since 1970, at most `limits.maxScheduleAheadMs` away. */
export function decideSchedule(
  state: ListedState,
  by: PersonId,
  startsAt: number,
  now: number,
): AuctionDecision {
  const refusal = refusalAhead(state, by);
  if (refusal !== null) return refused(refusal);
  if (state.startsAt === startsAt) return accepted();
  if (!Number.isSafeInteger(startsAt) || startsAt <= now) return refused('invalid');
  if (startsAt > now + limits.maxScheduleAheadMs) return refused('limit_exceeded');
  return accepted({ type: 'scheduled', at: now, startsAt });
}

/** The auction goes live and the whole duration is ahead, however late the opening was decided. */
export const opening = (state: ListedState, now: number): AuctionDecision =>
  accepted({ type: 'opened', at: now, endsAt: now + state.spec.clock.durationMs });

/** The seller opens by hand, scheduled or not. Opening a live auction again is a repetition. */
export function decideOpen(state: ListedState, by: PersonId, now: number): AuctionDecision {
  const refusal = refusalAhead(state, by);
  if (refusal === 'wrong_phase') return accepted();
  return refusal === null ? opening(state, now) : refused(refusal);
}
