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
  clock: clockRuleSchema,
  startPoints: z.int(),
  /** The visible price; null before the first bid. */
  pricePoints: z.int().nullable(),
  /** The least acceptable bid now, and the step above the visible price. */
  minimumPoints: z.int(),
  incrementPoints: z.int(),
  leader: bidderSchema.nullable(),
  bidCount: z.int(),
  bidderCount: z.int(),
  reserve: z.enum(['none', 'unmet', 'met']),
  buyNowPoints: z.int().nullable(),
  startsAt: z.int().nullable(),
  /** When the hammer falls; null unless the clock is running. */
  endsAt: z.int().nullable(),
  /** What is left of a paused clock; null unless paused. */
  remainingMs: z.int().nullable(),
  paused: z.object({ cause: z.enum(['seller', 'stream']), reason: z.string() }).nullable(),
  streamUp: z.boolean(),
  /** Once it is over. */
  hammerPricePoints: z.int().nullable(),
  winner: bidderSchema.nullable(),
  endedAt: z.int().nullable(),
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
    'streamUp',
    'streamDown',
    'outage',
    'sold',
    'unsold',
    'cancelled',
  ]),
  at: z.int(),
  set: auctionStateSchema.partial(),
  /** A bid: who, how much was offered in the open, and what it burned from the clock. */
  by: bidderSchema.optional(),
  amountPoints: z.int().optional(),
  cutMs: z.int().optional(),
  /** Why: of a pause, an undo, a cancellation, an end. */
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
  /** The paddle numbers of these people, in their order; null for who has not bid. */
  | { readonly ask: 'paddles'; readonly of: readonly PersonId[] };
