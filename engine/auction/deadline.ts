import { type AuctionDecision, accepted } from './answers.ts';
import { fall } from './hammer.ts';
import { opening } from './listing.ts';
import { type AuctionState, isListed } from './state.ts';
import { streamPause, streamPauseAt } from './stream.ts';

/**
 * When something happens by itself, in ms since 1970, or null: the scheduled opening, the stop of a clock
 * whose stream is lost, or the hammer. On the same moment the hammer goes before the stop.
 */
export function deadline(state: AuctionState): number | null {
  if (state.phase === 'scheduled') return state.startsAt;
  if (!isListed(state) || state.endsAt === null) return null;
  const pauseAt = streamPauseAt(state);
  return pauseAt === null ? state.endsAt : Math.min(state.endsAt, pauseAt);
}

/**
 * A deadline has come. A tick whose deadline has moved meanwhile, or which is early, does nothing: the
 * runtime arms its timer anew after each decision.
 */
export function decideTick(state: AuctionState, dueAt: number, now: number): AuctionDecision {
  if (!isListed(state) || dueAt !== deadline(state) || now < dueAt) return accepted();
  if (state.phase === 'scheduled') return opening(state, now);
  if (state.endsAt !== null && dueAt < state.endsAt) return streamPause(state.endsAt, dueAt, now);
  return fall(state, 'clock', false, now);
}
