import type { Book, PauseCause } from '../../schema/auction/events.ts';
import type { AuctionSpec, Phase } from '../../schema/auction/spec.ts';
import type { PersonId } from '../../schema/ids.ts';
import type { BidderMemory } from './memory.ts';

/**
 * All that an auction knows of itself. It is small while nothing happens: what only bids need (`bidders`,
 * `books`) is made by the first bid. Times are server time in ms since 1970.
 */
export interface AuctionState {
  /** The rules and the seller; null until the lot is listed. They can't change once it is live. */
  spec: AuctionSpec | null;
  phase: Phase;
  /** Public events so far. */
  position: number;
  /** The scheduled start; from the opening on, when bidding began. */
  startsAt: number | null;
  /** When the hammer falls. Of a live auction exactly one of `endsAt` (running) and `remainingMs` (paused) is set. */
  endsAt: number | null;
  remainingMs: number | null;
  /** Since when the clock has been running without a pause; an outage counts from there at the earliest. */
  runningSince: number;
  pause: { readonly cause: PauseCause; readonly reason: string } | null;
  streamUp: boolean;
  /** Since when a stream that was up has been gone; null if none is missed. */
  streamLostAt: number | null;
  /** The last outage that was given back, so that each counts once. */
  outageId: number;
  /** When it was given back and how long it was; null before the first. */
  lastOutage: { readonly at: number; readonly addedMs: number } | null;
  /** The visible price; null before the first bid. */
  pricePoints: number | null;
  leader: PersonId | null;
  /** Secret: how far the leader goes. A plain bid's is its amount. */
  leaderMaxPoints: number;
  /** Standing bids: an undone one no longer counts. */
  bidCount: number;
  bidders: Map<PersonId, BidderMemory> | null;
  /** Paddle numbers that were given; more than there are bidders once two of them were merged. */
  paddles: number;
  /** Guests who turned out to be somebody else, and whom. */
  merged: Map<PersonId, PersonId> | null;
  /** How things stood before each of the last bids, the newest last. */
  books: Book[] | null;
  end: AuctionEnd | null;
}

export interface AuctionEnd {
  readonly at: number;
  readonly cause: string;
  readonly pricePoints: number | null;
  readonly winner: PersonId | null;
}

/** An auction whose lot exists. */
export interface ListedState extends AuctionState {
  spec: AuctionSpec;
}

export const isListed = (state: AuctionState): state is ListedState => state.spec !== null;

/** Whether the lot is over: no command changes its outcome any more. */
export const isOver = (state: AuctionState): boolean =>
  state.phase !== 'draft' && state.phase !== 'scheduled' && state.phase !== 'live';

/** Whether bidding is still to begin. */
export const isAhead = (state: AuctionState): boolean =>
  state.phase === 'draft' || state.phase === 'scheduled';

/** An auction of which nothing is known yet. */
export const initial = (): AuctionState => ({
  spec: null,
  phase: 'draft',
  position: 0,
  startsAt: null,
  endsAt: null,
  remainingMs: null,
  runningSince: 0,
  pause: null,
  streamUp: false,
  streamLostAt: null,
  outageId: 0,
  lastOutage: null,
  pricePoints: null,
  leader: null,
  leaderMaxPoints: 0,
  bidCount: 0,
  bidders: null,
  paddles: 0,
  merged: null,
  books: null,
  end: null,
});
