import { z } from 'zod';
import { auctionStateSchema, auctionSummarySchema, publicEventSchema } from '../auction/public.ts';
import { errorCodes } from '../codes.ts';
import { personSchema } from '../http.ts';
import { answerCodeSchema } from './answer-code.ts';
import {
  chatEventsSchema,
  chatPresentSchema,
  chatReactionsSchema,
  chatRefusedSchema,
  chatRoomFrameSchema,
  chatSaidSchema,
} from './chat.ts';
import {
  mediaAddedSchema,
  mediaClosedSchema,
  mediaDelayedSchema,
  mediaProducedSchema,
  mediaPublishingSchema,
  mediaRemovedSchema,
  mediaWatchingSchema,
} from './media.ts';

const lot = z.string();
const serverNow = z.number();

/** First message after connecting. `person` is null for someone who only watches; the sign-in of others ends at `signedInUntil`. */
export const welcomeSchema = z.object({
  type: z.literal('welcome'),
  version: z.int(),
  serverNow,
  person: personSchema.nullable(),
  signedInUntil: z.number().nullable(),
});

/** The sign-in of this socket ends soon: renew the session over HTTP, and answer with its `socketToken`. */
export const renewNowSchema = z.object({ type: z.literal('renew'), signedInUntil: z.number() });

/** It was renewed. */
export const renewedSchema = z.object({ type: z.literal('renewed'), signedInUntil: z.number() });

/** The whole public state at `seq`; everything after it follows as `events`. */
export const snapshotSchema = z.object({
  type: z.literal('snapshot'),
  lot,
  epoch: z.string(),
  seq: z.int(),
  state: auctionStateSchema,
  viewers: z.int(),
  serverNow,
});

/** The events after the position that the client had, in order, without a gap. An empty list answers a subscription that missed nothing. */
export const eventsSchema = z.object({
  type: z.literal('events'),
  lot,
  epoch: z.string(),
  events: z.array(publicEventSchema),
  serverNow,
});

/** The bid stands in the journal. `seq` is the position of its event. */
export const bidAcceptedSchema = z.object({
  type: z.literal('bidAccepted'),
  lot,
  bidId: z.int(),
  seq: z.int(),
  pricePoints: z.int(),
  leading: z.boolean(),
});

/** The bid changed nothing. With `retry`, the same bidId may be sent again. */
export const bidRefusedSchema = z.object({
  type: z.literal('bidRefused'),
  lot,
  bidId: z.int(),
  code: answerCodeSchema,
  minimumPoints: z.int().optional(),
  retry: z.boolean(),
});

/** How many people watch the lot. */
export const viewersSchema = z.object({ type: z.literal('viewers'), lot, count: z.int() });

/** Lots of the lobby that changed since the last such message. */
export const lobbyChangesSchema = z.object({
  type: z.literal('lobby'),
  lots: z.array(z.object({ lot, auction: auctionSummarySchema })),
  serverNow,
});

/** How many watch each of these lots, for lists: all that are watched when a client comes into the lobby, then those that changed. */
export const lobbyViewersSchema = z.object({
  type: z.literal('lobbyViewers'),
  lots: z.array(z.object({ lot, count: z.int() })),
});

/** The server's time, in ms since 1970, right when the question was read. */
export const timeAnswerSchema = z.object({ type: z.literal('time'), clientAt: z.number(), serverNow });

/** Something was wrong with a message; `about` names its type and lot when they could be read. */
export const errorSchema = z.object({
  type: z.literal('error'),
  code: z.enum(errorCodes),
  message: z.string(),
  about: z.object({ type: z.string(), lot: z.string().optional() }).optional(),
});

/** Every message that the server may send. */
export const serverMessageSchema = z.discriminatedUnion('type', [
  welcomeSchema,
  renewNowSchema,
  renewedSchema,
  snapshotSchema,
  eventsSchema,
  bidAcceptedSchema,
  bidRefusedSchema,
  viewersSchema,
  lobbyChangesSchema,
  lobbyViewersSchema,
  timeAnswerSchema,
  errorSchema,
  chatRoomFrameSchema,
  chatEventsSchema,
  chatSaidSchema,
  chatRefusedSchema,
  chatReactionsSchema,
  chatPresentSchema,
  mediaWatchingSchema,
  mediaDelayedSchema,
  mediaAddedSchema,
  mediaRemovedSchema,
  mediaPublishingSchema,
  mediaProducedSchema,
  mediaClosedSchema,
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
