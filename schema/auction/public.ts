import { z } from 'zod';
import { type PersonId, personIdSchema } from '../ids.ts';
import { clockRuleSchema, phaseSchema } from './spec.ts';

/** Someone who bids: the person and the paddle number, given in the order of first bids in this lot. */
export const bidderSchema = z.object({ id: personIdSchema, paddle: z.int().positive() });
export type Bidder = z.infer<typeof bidderSchema>;

/** An auction as everyone may see it. Times are server time in ms since 1970. */
export const auctionStateSchema = z.object({
  phase: phaseSchema,
  sellerId: personIdSchema,
  /** How the clock answers to bids. */
  clock: clockRuleSchema,
  /** The least first bid. */
  startPoints: z.int(),
  /** The visible price; null before the first bid. */
  pricePoints: z.int().nullable(),
  /** The least acceptable bid now. */
  minimumPoints: z.int(),
  /** The step above the visible price. */
  incrementPoints: z.int(),
  /** Who would win now. */
  leader: bidderSchema.nullable(),
  /** Standing bids: an undone one no longer counts. */
  bidCount: z.int(),
  /** People who have bid, each once. */
  bidderCount: z.int(),
  /** Whether there is a reserve and whether the price has met it; its amount is secret. */
  reserve: z.enum(['none', 'unmet', 'met']),
  /** A bid of this much ends the auction at once. */
  buyNowPoints: z.int().nullable(),
  /** The scheduled start; from the opening on, when bidding began. */
  startsAt: z.int().nullable(),
  /** When the hammer falls; null unless the clock is running. */
  endsAt: z.int().nullable(),
  /** What is left of a paused clock; null unless paused. */
  remainingMs: z.int().nullable(),
  /** Who or what stopped the clock, and why; null while it runs. */
  paused: z.object({ cause: z.enum(['seller', 'stream']), reason: z.string() }).nullable(),
  /** Whether the video stream is there. */
  streamUp: z.boolean(),
  /** The last outage of the service that was given back to the clock, and when; null if there was none. Those that follow one another at once are one. */
  lastOutage: z.object({ at: z.int(), addedMs: z.int() }).nullable(),
  /** What the lot was sold for; null while it is not sold. */
  hammerPricePoints: z.int().nullable(),
  /** Who bought it; null while it is not sold. */
  winner: bidderSchema.nullable(),
  /** When it was over; null before. */
  endedAt: z.int().nullable(),
  /** What ended it: `clock`, `seller` or `buyNow` for a sale, `no_bids` or `reserve_not_met` for none, or the reason of a cancellation. */
  endCause: z.string().nullable(),
});
export type AuctionState = z.infer<typeof auctionStateSchema>;

/**
 * One public event. `seq` counts the public events of the lot without a gap. `set` holds the fields of
 * the auction state that changed, so that a client is right by assigning them, whatever the type.
 */
export const publicEventSchema = z.object({
  seq: z.int().positive(),
  type: z.enum([
    'revised',
    'scheduled',
    'opened',
    'bid',
    'paused',
    'resumed',
    'extended',
    'bidUndone',
    'bidsVoided',
    'peopleMerged',
    'streamUp',
    'streamDown',
    'outage',
    'sold',
    'unsold',
    'cancelled',
  ]),
  at: z.int(),
  /**
   * What it changed of the state. Of several bids in one frame all but the last may leave out what the next one sets
   * as well, but for the price.
   */
  set: auctionStateSchema.partial(),
  /** Of a bid: who made it. */
  by: bidderSchema.optional(),
  /** Of a plain bid: what was offered in the open. */
  amountPoints: z.int().optional(),
  /** Of a bid: how much time the raise burned; negative when the clock was drawn up to its floor or window. */
  cutMs: z.int().optional(),
  /** Why: of a pause, an undo, a cancellation, an end; of `bidsVoided` it is `ban` or `ownLot`. */
  reason: z.string().optional(),
  /** An extension, or an outage given back. */
  addedMs: z.int().optional(),
});
export type PublicEvent = z.infer<typeof publicEventSchema>;

/** What lists show of a lot's auction; `seq` is the position of the last public event that it knows of. */
export const auctionSummarySchema = auctionStateSchema
  .pick({
    phase: true,
    sellerId: true,
    pricePoints: true,
    startPoints: true,
    minimumPoints: true,
    bidCount: true,
    startsAt: true,
    endsAt: true,
    remainingMs: true,
    paused: true,
    streamUp: true,
    clock: true,
    hammerPricePoints: true,
    winner: true,
    endedAt: true,
  })
  .extend({ seq: z.int() });
export type AuctionSummary = z.infer<typeof auctionSummarySchema>;

/** What one person may know of the own part in an auction. */
export const ownStandingSchema = z.object({
  paddle: z.int().nullable(),
  leading: z.boolean(),
  /** The own hidden maximum, while leading. */
  maxPoints: z.int().nullable(),
});
export type OwnStanding = z.infer<typeof ownStandingSchema>;

/** What an auction can be asked in private; the gateway sees to it who may. */
export type AuctionQuestion =
  /** One person's own part: an `OwnStanding`. */
  | { readonly ask: 'ownStanding'; readonly by: PersonId }
  /** The rules with all that they hide: an `AuctionSpec`, or null before the listing. */
  | { readonly ask: 'spec' }
  /** These people as bidders (`Bidder`), in their order; null for who has not bid. A guest who was merged is the account. */
  | { readonly ask: 'bidders'; readonly of: readonly PersonId[] }
  /** Which of these people bid or sell here, or won. */
  | { readonly ask: 'seats'; readonly of: readonly PersonId[] }
  /** Which of these people have bids that count, or would after an undo, in an auction that is live. */
  | { readonly ask: 'bidsThatCount'; readonly of: readonly PersonId[] };
