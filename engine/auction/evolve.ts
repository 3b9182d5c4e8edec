import type { AuctionEvent, BidPlaced, BidsVoided, MaxRaised } from '../../schema/auction/events.ts';
import { remember } from './memory.ts';
import { applyMerge } from './merge.ts';
import { toldOutage } from './outage.ts';
import type { AuctionEnd, AuctionState } from './state.ts';
import { keepBook, raiseInBooks, restoreBook } from './undo.ts';

/** Whether everyone may know of an event. A draft's listing and a raised maximum are the seller's and the leader's own. */
export const isPublic = (event: AuctionEvent): boolean =>
  event.type !== 'listed' && event.type !== 'maxRaised';

function applyBid(state: AuctionState, event: BidPlaced): void {
  keepBook(state, event);
  state.pricePoints = event.pricePoints;
  state.leader = event.leader;
  state.leaderMaxPoints = event.leaderMaxPoints;
  state.endsAt = event.endsAt;
  state.bidCount += 1;
  remember(state, event.by, event.bidId, event.pricePoints, event.leader === event.by);
}

function applyMaxRaised(state: AuctionState, event: MaxRaised): void {
  raiseInBooks(state, event.by, event.amountPoints);
  state.leaderMaxPoints = event.amountPoints;
  remember(state, event.by, event.bidId, state.pricePoints ?? 0, true);
}

function applyVoid(state: AuctionState, event: BidsVoided): void {
  state.pricePoints = event.pricePoints;
  state.leader = event.leader;
  state.leaderMaxPoints = event.leaderMaxPoints;
  state.bidCount -= event.count;
  state.books = event.books.map((book) => ({ ...book }));
  state.endsAt = event.endsAt;
  state.remainingMs = event.remainingMs;
}

function close(state: AuctionState, phase: AuctionState['phase'], end: AuctionEnd): void {
  state.phase = phase;
  state.end = end;
  state.endsAt = null;
  state.remainingMs = null;
  state.pause = null;
}

/** Applies an event in place and returns the same state. It decides nothing: all that it needs is in the event. */
export function evolve(state: AuctionState, event: AuctionEvent): AuctionState {
  if (isPublic(event)) state.position += 1;
  const { at } = event;
  switch (event.type) {
    case 'bid':
      applyBid(state, event);
      break;
    case 'maxRaised':
      applyMaxRaised(state, event);
      break;
    case 'listed':
    case 'revised':
      state.spec = event.spec;
      break;
    case 'scheduled':
      state.phase = 'scheduled';
      state.startsAt = event.startsAt;
      break;
    case 'opened':
      state.phase = 'live';
      state.startsAt = at;
      state.endsAt = event.endsAt;
      state.runningSince = at;
      // A stream that was lost before the opening gets its whole grace from there on.
      if (state.streamLostAt !== null) state.streamLostAt = at;
      break;
    case 'paused':
      state.pause = { cause: event.cause, reason: event.reason };
      state.endsAt = null;
      state.remainingMs = event.remainingMs;
      break;
    case 'resumed':
      state.pause = null;
      state.remainingMs = null;
      state.endsAt = event.endsAt;
      state.runningSince = at;
      // Whoever resumes without the stream has chosen to go on without it.
      state.streamLostAt = null;
      break;
    case 'extended':
      state.endsAt = event.endsAt;
      state.remainingMs = event.remainingMs;
      break;
    case 'bidUndone':
      restoreBook(state);
      state.endsAt = event.endsAt;
      state.remainingMs = event.remainingMs;
      break;
    case 'bidsVoided':
      applyVoid(state, event);
      break;
    case 'peopleMerged':
      applyMerge(state, event);
      break;
    case 'streamUp':
      state.streamUp = true;
      state.streamLostAt = null;
      break;
    case 'streamDown':
      state.streamUp = false;
      state.streamLostAt = at;
      break;
    case 'outage':
      state.outageId = event.outageId;
      state.lastOutage = toldOutage(state.lastOutage, at, event.lostMs);
      state.endsAt = event.endsAt;
      // In the outage the stream could not come back either, so its grace stood still as well.
      if (state.streamLostAt !== null) state.streamLostAt += event.lostMs;
      break;
    case 'sold':
      close(state, 'sold', { at, cause: event.cause, pricePoints: event.pricePoints, winner: event.winner });
      break;
    case 'unsold':
      close(state, 'unsold', { at, cause: event.cause, pricePoints: null, winner: null });
      break;
    case 'cancelled':
      close(state, 'cancelled', { at, cause: event.reason, pricePoints: null, winner: null });
      break;
  }
  return state;
}
