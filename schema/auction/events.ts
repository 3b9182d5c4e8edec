import type { PersonId } from '../ids.ts';
import type { AuctionSpec } from './spec.ts';

/**
 * What can happen to an auction, as the journal keeps it for ever. `at` is the moment of the decision in
 * milliseconds. Maxima are in here and nowhere in public. The shape of an event never changes; a new shape
 * is a new type.
 */
export type AuctionEvent =
  | { readonly type: 'listed'; readonly at: number; readonly spec: AuctionSpec }
  | { readonly type: 'revised'; readonly at: number; readonly spec: AuctionSpec }
  | { readonly type: 'scheduled'; readonly at: number; readonly startsAt: number }
  | { readonly type: 'opened'; readonly at: number; readonly endsAt: number }
  | BidPlaced
  | MaxRaised
  | {
      readonly type: 'paused';
      readonly at: number;
      readonly cause: PauseCause;
      readonly reason: string;
      readonly remainingMs: number;
    }
  | { readonly type: 'resumed'; readonly at: number; readonly endsAt: number }
  | {
      readonly type: 'extended';
      readonly at: number;
      readonly addMs: number;
      readonly endsAt: number | null;
      readonly remainingMs: number | null;
    }
  | {
      readonly type: 'bidUndone';
      readonly at: number;
      readonly reason: string;
      readonly endsAt: number | null;
      readonly remainingMs: number | null;
    }
  | BidsVoided
  | PeopleMerged
  | { readonly type: 'streamUp'; readonly at: number }
  | { readonly type: 'streamDown'; readonly at: number }
  | {
      readonly type: 'outage';
      readonly at: number;
      readonly outageId: number;
      readonly lostMs: number;
      readonly endsAt: number;
    }
  | {
      readonly type: 'sold';
      readonly at: number;
      readonly cause: SoldCause;
      readonly pricePoints: number;
      readonly winner: PersonId;
    }
  | { readonly type: 'unsold'; readonly at: number; readonly cause: 'no_bids' | 'reserve_not_met' }
  | { readonly type: 'cancelled'; readonly at: number; readonly reason: string };

export type PauseCause = 'seller' | 'stream';
/** What let the hammer fall: the clock, the seller, or a bid at the buy-now price. */
export type SoldCause = 'clock' | 'seller' | 'buyNow';

/** An accepted bid with all that it changed: a duel of maxima is one event. */
export interface BidPlaced {
  readonly type: 'bid';
  readonly at: number;
  readonly by: PersonId;
  readonly bidId: number;
  readonly amountPoints: number;
  readonly isMax: boolean;
  /** The visible price, the leader and the leader's own maximum afterwards. */
  readonly pricePoints: number;
  readonly leader: PersonId;
  readonly leaderMaxPoints: number;
  readonly endsAt: number;
  /** How much time the raise burned; negative when the clock was drawn up to its floor or window. */
  readonly cutMs: number;
}

/** The leader raised the own maximum: neither price nor clock changed, and nobody else learns of it. */
export interface MaxRaised {
  readonly type: 'maxRaised';
  readonly at: number;
  readonly by: PersonId;
  readonly bidId: number;
  readonly amountPoints: number;
}

/** Why all bids of a person are void: staff has banned that person, or it is the seller under another name. */
export type VoidCause = 'ban' | 'ownLot';

/** The bids of one person are void, with how things stand without them. */
export interface BidsVoided {
  readonly type: 'bidsVoided';
  readonly at: number;
  readonly person: PersonId;
  readonly cause: VoidCause;
  /** How many of the last standing bids of that person are void. */
  readonly count: number;
  readonly pricePoints: number | null;
  readonly leader: PersonId | null;
  readonly leaderMaxPoints: number;
  /** The books of the bids that stay, which an undo goes by. */
  readonly books: readonly Book[];
  readonly endsAt: number | null;
  readonly remainingMs: number | null;
}

/** A bid, and how things stood before it. */
export interface Book {
  readonly by: PersonId;
  readonly amountPoints: number;
  readonly isMax: boolean;
  readonly pricePoints: number | null;
  readonly leader: PersonId | null;
  readonly leaderMaxPoints: number;
  /** How far whoever led after this bid went on to raise the own maximum before the next one; null if not at all. */
  readonly raisedPoints: number | null;
}

/** The guest `from` is the person `to` from now on: as bidder, as leader, as seller, as winner. */
export interface PeopleMerged {
  readonly type: 'peopleMerged';
  readonly at: number;
  readonly from: PersonId;
  readonly to: PersonId;
}
