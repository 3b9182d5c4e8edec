import { z } from 'zod';
import { bidIdSchema, lotIdSchema } from '../ids.ts';
import { pointsSchema } from '../money.ts';
import { chatEnterSchema, chatLeaveSchema, chatReactSchema, chatSaySchema } from './chat.ts';
import {
  mediaConnectSchema,
  mediaDelaySchema,
  mediaEndSchema,
  mediaLeaveSchema,
  mediaPreferSchema,
  mediaProduceSchema,
  mediaPublishSchema,
  mediaReadySchema,
  mediaWatchSchema,
} from './media.ts';
import { positionSchema } from './position.ts';

export { protocolVersion } from './version.ts';

/** Watch a lot: what was missed since `since`, or a snapshot. */
export const subscribeSchema = z.strictObject({
  type: z.literal('subscribe'),
  lot: lotIdSchema,
  /** How far the client got, if it was here before. */
  since: positionSchema.optional(),
});

/** Watch a lot no longer. */
export const unsubscribeSchema = z.strictObject({ type: z.literal('unsubscribe'), lot: lotIdSchema });

/**
 * Bid on a lot. Exactly one of `amount` (a plain bid: the price offered at once) and `max` (a hidden
 * maximum), in points. `confirm` answers a `suspicious_jump`.
 */
export const bidSchema = z
  .strictObject({
    type: z.literal('bid'),
    lot: lotIdSchema,
    /** Chosen by the bidder, larger for each new bid; the server's time in microseconds serves well. */
    bidId: bidIdSchema,
    /** The price offered, at once. */
    amount: pointsSchema.optional(),
    /** A hidden maximum, of which only as much as needed is shown. */
    max: pointsSchema.optional(),
    /** That a bid far above the least one is meant. */
    confirm: z.boolean().optional(),
  })
  .refine((bid) => (bid.amount === undefined) !== (bid.max === undefined), {
    path: ['amount'],
    message: 'a bid has either an amount or a max',
  });

/** Ask for the server's time; `clientAt` comes back unchanged (ms, any origin). */
export const timeSchema = z.strictObject({ type: z.literal('time'), clientAt: z.number() });

/** Stay signed in on this socket, with the `socketToken` of a renewed session. */
export const renewSchema = z.strictObject({ type: z.literal('renew'), token: z.string().max(4_096) });

/** Be told of changed lots in lists, or no longer. */
export const lobbySchema = z.strictObject({ type: z.literal('lobby'), on: z.boolean() });

/** Every message that a client may send. */
export const clientMessageSchema = z.discriminatedUnion('type', [
  subscribeSchema,
  unsubscribeSchema,
  bidSchema,
  timeSchema,
  renewSchema,
  lobbySchema,
  chatEnterSchema,
  chatLeaveSchema,
  chatSaySchema,
  chatReactSchema,
  mediaWatchSchema,
  mediaPublishSchema,
  mediaConnectSchema,
  mediaProduceSchema,
  mediaEndSchema,
  mediaDelaySchema,
  mediaReadySchema,
  mediaPreferSchema,
  mediaLeaveSchema,
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;
