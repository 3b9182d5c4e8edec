import type { BidPlaced, Book } from '../../schema/auction/events.ts';
import type { PersonId } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import { type AuctionDecision, accepted, refused } from './answers.ts';
import { answerTimeMs, drawnUp } from './clock.ts';
import { refusalLive } from './seller.ts';
import type { AuctionState, ListedState } from './state.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Notes a bid and how things stand before it. Of the oldest books, only `limits.undoDepth` are kept. */
export function keepBook(state: AuctionState, { by, amountPoints, isMax }: BidPlaced): void {
  state.books ??= [];
  const { books } = state;
  const { pricePoints, leader, leaderMaxPoints } = state;
  const reused: Writable<Book> | undefined = books.length < limits.undoDepth ? undefined : books.shift();
  if (reused === undefined) {
    books.push({ by, amountPoints, isMax, pricePoints, leader, leaderMaxPoints, raisedPoints: null });
    return;
  }
  reused.by = by;
  reused.amountPoints = amountPoints;
  reused.isMax = isMax;
  reused.pricePoints = pricePoints;
  reused.leader = leader;
  reused.leaderMaxPoints = leaderMaxPoints;
  reused.raisedPoints = null;
  books.push(reused);
}

/**
 * Carries a raise of the leader's own maximum into the books since the bid that it raises: if a later
 * bid of somebody else is undone, the raise still stands; if the raised bid itself is undone, it goes too.
 */
export function raiseInBooks(state: AuctionState, by: PersonId, maxPoints: number): void {
  const books: Writable<Book>[] = state.books ?? [];
  const newest = books.at(-1);
  if (newest !== undefined) newest.raisedPoints = maxPoints;
  for (let n = books.length - 1; n >= 0; n--) {
    const book = books[n] as Writable<Book>;
    if (book.by === by) return;
    book.leaderMaxPoints = maxPoints;
  }
}

/** Takes the last bid back: price, leader and the leader's maximum are what they were before it. */
export function restoreBook(state: AuctionState): void {
  const book = state.books?.pop();
  if (book === undefined) throw new Error('a bid was undone of which no book is kept');
  const raiser = state.leader;
  state.pricePoints = book.pricePoints;
  state.leader = book.leader;
  state.leaderMaxPoints = book.leaderMaxPoints;
  state.bidCount -= 1;
  const before: Writable<Book> | undefined = state.books?.at(-1);
  const { raisedPoints } = book;
  // A raise that outlives the bid was made after the one before it, too.
  if (before === undefined || raisedPoints === null || state.leader !== raiser) return;
  if (state.leaderMaxPoints >= raisedPoints) before.raisedPoints = raisedPoints;
}

/** The clock after bids were taken back: what was burned stays burned, but there is time to answer the older price. */
export function clockAfterUndo({ spec, endsAt, remainingMs }: ListedState, now: number) {
  return {
    endsAt: endsAt === null ? null : drawnUp(spec.clock, endsAt, now),
    remainingMs: remainingMs === null ? null : Math.max(remainingMs, answerTimeMs(spec.clock)),
  };
}

/**
 * The seller takes the last standing bid back, with a reason. The time that it burned is not given back,
 * but the others get at least the window or the floor to answer the older price.
 */
export function decideUndo(state: ListedState, by: PersonId, reason: string, now: number): AuctionDecision {
  const refusal = refusalLive(state, by, now);
  if (refusal !== null) return refused(refusal);
  if (state.books === null || state.books.length === 0) return refused('no_bid_to_undo');
  return accepted({ type: 'bidUndone', at: now, reason, ...clockAfterUndo(state, now) });
}
