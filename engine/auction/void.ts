import type { AuctionEvent, BidsVoided, Book, VoidCause } from '../../schema/auction/events.ts';
import type { AuctionRules } from '../../schema/auction/spec.ts';
import type { PersonId } from '../../schema/ids.ts';
import { type AuctionDecision, accepted, refused } from './answers.ts';
import { whoIs } from './identity.ts';
import { contest } from './proxy.ts';
import { type AuctionState, isAhead, type ListedState } from './state.ts';
import { clockAfterUndo } from './undo.ts';

type Standing = Pick<Book, 'pricePoints' | 'leader' | 'leaderMaxPoints'>;

const nobody: Standing = { pricePoints: null, leader: null, leaderMaxPoints: 0 };

const standingOf = ({ pricePoints, leader, leaderMaxPoints }: Standing): Standing => ({
  pricePoints,
  leader,
  leaderMaxPoints,
});

/** How things stand after a bid that was accepted once, now that others before it are void. */
function bidAgain(rules: AuctionRules, before: Standing, bid: Book): Standing {
  if (before.leader !== bid.by) return contest(rules, before.leader, before.leaderMaxPoints, bid);
  // Nobody is outbid any more, so it only says how far the leader goes.
  const leaderMaxPoints = Math.max(before.leaderMaxPoints, bid.amountPoints);
  const { reservePoints } = rules;
  const showsReserve = reservePoints !== null && leaderMaxPoints >= reservePoints;
  const pricePoints = showsReserve ? Math.max(before.pricePoints ?? 0, reservePoints) : before.pricePoints;
  return { pricePoints, leader: bid.by, leaderMaxPoints };
}

const raised = (standing: Standing, points: number): Standing => ({
  ...standing,
  leaderMaxPoints: Math.max(standing.leaderMaxPoints, points),
});

/** The books, and how things stand, without the bids of this person; `count` of them are left out. */
function without(state: ListedState, person: PersonId) {
  const all: readonly Book[] = state.books ?? [];
  const first = standingOf(all[0] ?? state);
  const ledBefore = first.leader === person;
  let standing = ledBefore ? nobody : first;
  let count = ledBefore ? 1 : 0;
  const books: Book[] = [];
  for (const [n, book] of all.entries()) {
    const after = all[n + 1] ?? state;
    const raisedPoints = after.leader === person ? null : book.raisedPoints;
    if (book.by === person) {
      count += 1;
      const last = books.pop();
      if (last !== undefined) books.push({ ...last, raisedPoints: raisedPoints ?? last.raisedPoints });
    } else {
      // Who led then anyway keeps raises made since, which outlive an undo of this bid.
      const { leaderMaxPoints } = standing.leader === book.leader ? book : standing;
      books.push({ ...book, ...standing, leaderMaxPoints, raisedPoints });
      standing = bidAgain(state.spec, standing, book);
      // A maximum that was raised since did not count then.
      const pricePoints = Math.min(standing.pricePoints ?? 0, after.pricePoints ?? 0);
      standing = { ...standing, pricePoints };
    }
    if (raisedPoints !== null && standing.leader === after.leader) standing = raised(standing, raisedPoints);
  }
  return { standing, books, count };
}

/** What makes the bids of this person void, or null if none of them could still count. */
export function voiding(
  state: ListedState,
  person: PersonId,
  cause: VoidCause,
  now: number,
): BidsVoided | null {
  const { standing, books, count } = without(state, person);
  if (count === 0) return null;
  return {
    type: 'bidsVoided',
    at: now,
    person,
    cause,
    count,
    ...standing,
    books,
    ...clockAfterUndo(state, now),
  };
}

/** Whether bids of this person count, or would after an undo, so that a ban changes something. */
export function hasBidsThatCount(state: AuctionState, person: PersonId): boolean {
  const id = whoIs(state, person);
  if (state.phase !== 'live') return false;
  return state.leader === id || (state.books ?? []).some(({ by, leader }) => by === id || leader === id);
}

/**
 * A person was banned: things stand as if that one had not bid, as far back as bids can be undone. Nothing of it comes
 * back with an undo. Once the clock has run out it is too late, as for the seller. Once more is a repetition.
 */
export function decideVoid(state: ListedState, person: PersonId, now: number): AuctionDecision {
  if (isAhead(state)) return accepted();
  if (state.phase !== 'live' || (state.endsAt !== null && now >= state.endsAt)) return refused('closed');
  const event: AuctionEvent | null = voiding(state, whoIs(state, person), 'ban', now);
  return event === null ? accepted() : accepted(event);
}
