import type { PersonId } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import { type AuctionDecision, accepted, refused } from './answers.ts';
import { answerTimeMs, drawnUp } from './clock.ts';
import { refusalLive } from './seller.ts';
import type { AuctionState, ListedState } from './state.ts';

/** How things stood before a bid, and whose bid that was. */
export interface Book {
  by: PersonId;
  pricePoints: number | null;
  leader: PersonId | null;
  leaderMaxPoints: number;
}

/** Notes how things stand before a bid by this person. Of the oldest books, only `limits.undoDepth` are kept. */
export function keepBook(state: AuctionState, by: PersonId): void {
  state.books ??= [];
  const { books } = state;
  const { pricePoints, leader, leaderMaxPoints } = state;
  const reused = books.length < limits.undoDepth ? undefined : books.shift();
  if (reused === undefined) {
    books.push({ by, pricePoints, leader, leaderMaxPoints });
    return;
  }
  reused.by = by;
  reused.pricePoints = pricePoints;
  reused.leader = leader;
  reused.leaderMaxPoints = leaderMaxPoints;
  books.push(reused);
}

/**
 * Carries a raise of the leader's own maximum into the books since the bid that it raises: if a later
 * bid of somebody else is undone, the raise still stands; if the raised bid itself is undone, it goes too.
 */
export function raiseInBooks(state: AuctionState, by: PersonId, maxPoints: number): void {
  const books = state.books ?? [];
  for (let n = books.length - 1; n >= 0; n--) {
    const book = books[n] as Book;
    if (book.by === by) return;
    book.leaderMaxPoints = maxPoints;
  }
}

/** Takes the last bid back: price, leader and the leader's maximum are what they were before it. */
export function restoreBook(state: AuctionState): void {
  const book = state.books?.pop();
  if (book === undefined) throw new Error('a bid was undone of which no book is kept');
  state.pricePoints = book.pricePoints;
  state.leader = book.leader;
  state.leaderMaxPoints = book.leaderMaxPoints;
  state.bidCount -= 1;
}

/**
 * The seller takes the last standing bid back, with a reason. The time that it burned is not given back,
 * but the others get at least the window or the floor to answer the older price.
 */
export function decideUndo(state: ListedState, by: PersonId, reason: string, now: number): AuctionDecision {
  const refusal = refusalLive(state, by, now);
  if (refusal !== null) return refused(refusal);
  if (state.books === null || state.books.length === 0) return refused('no_bid_to_undo');
  const { clock } = state.spec;
  return accepted({
    type: 'bidUndone',
    at: now,
    reason,
    endsAt: state.endsAt === null ? null : drawnUp(clock, state.endsAt, now),
    remainingMs: state.remainingMs === null ? null : Math.max(state.remainingMs, answerTimeMs(clock)),
  });
}
