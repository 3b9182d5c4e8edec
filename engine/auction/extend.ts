import type { PersonId } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import { type AuctionDecision, accepted, refused } from './answers.ts';
import { refusalLive } from './seller.ts';
import type { ListedState } from './state.ts';

/**
 * The seller adds time (ms, at most `limits.maxExtendMs`), running or paused. Never more than
 * `limits.maxDurationMs` remain: an extension beyond is cut to that.
 */
export function decideExtend(state: ListedState, by: PersonId, addMs: number, now: number): AuctionDecision {
  const refusal = refusalLive(state, by, now);
  if (refusal !== null) return refused(refusal);
  if (!Number.isSafeInteger(addMs) || addMs <= 0) return refused('invalid');
  if (addMs > limits.maxExtendMs) return refused('limit_exceeded');
  const { endsAt, remainingMs } = state;
  const leftMs = endsAt === null ? (remainingMs ?? 0) : endsAt - now;
  const addedMs = Math.min(addMs, limits.maxDurationMs - leftMs);
  if (addedMs <= 0) return refused('limit_exceeded');
  return accepted({
    type: 'extended',
    at: now,
    addMs: addedMs,
    endsAt: endsAt === null ? null : endsAt + addedMs,
    remainingMs: remainingMs === null ? null : remainingMs + addedMs,
  });
}
