import { z } from 'zod';
import { chatEventSchema, chatRoomSchema } from '../chat/public.ts';
import { reactionKinds, reactionSchema } from '../chat/settings.ts';
import { bidIdSchema, lotIdSchema, personIdSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { answerCodeSchema } from './answer-code.ts';
import { positionSchema } from './position.ts';

const lot = lotIdSchema;

/** Come into the room of a lot that the socket is subscribed to: what was missed since `since`, or the room as it is. */
export const chatEnterSchema = z.strictObject({
  type: z.literal('chatEnter'),
  lot,
  since: positionSchema.optional(),
});

/** Leave it; with the lot one leaves its room, too. */
export const chatLeaveSchema = z.strictObject({ type: z.literal('chatLeave'), lot });

/** Say something in a room that the socket is in. */
export const chatSaySchema = z.strictObject({
  type: z.literal('chatSay'),
  lot,
  /** Chosen by the speaker, larger for each new message of that person in a room; the same one is said once. */
  sayId: bidIdSchema,
  text: z.string().min(1).max(limits.maxChatTextUnits),
  /** Number of the message that it answers. */
  replyTo: z.int().positive().optional(),
  mentions: z.array(personIdSchema).max(limits.maxChatMentions).optional(),
});
export type ChatSay = z.infer<typeof chatSaySchema>;

/** React to what is going on, in a room that the socket is in. */
export const chatReactSchema = z.strictObject({ type: z.literal('chatReact'), lot, kind: reactionSchema });

const lotText = z.string();
const serverNow = z.number();

/** The room as it is at `seq`; everything after it follows as `chatEvents`. */
export const chatRoomFrameSchema = z.object({
  type: z.literal('chatRoom'),
  lot: lotText,
  epoch: z.string(),
  seq: z.int(),
  room: chatRoomSchema,
  serverNow,
});

/** The events after the position that the client had, in order, without a gap. An empty list says that nothing was missed. */
export const chatEventsSchema = z.object({
  type: z.literal('chatEvents'),
  lot: lotText,
  epoch: z.string(),
  events: z.array(chatEventSchema),
  serverNow,
});

/** The message stands in the journal, as number `seq`. With `held`, it waits for a moderator before others see it. */
export const chatSaidSchema = z.object({
  type: z.literal('chatSaid'),
  lot: lotText,
  sayId: z.int(),
  seq: z.int(),
  held: z.boolean().optional(),
});

/** It was not said. `waitMs`: how long until it may be. With `retry`, the same sayId may be sent again at once or then. */
export const chatRefusedSchema = z.object({
  type: z.literal('chatRefused'),
  lot: lotText,
  sayId: z.int(),
  code: answerCodeSchema,
  waitMs: z.int().optional(),
  retry: z.boolean(),
});

/** How often everybody together has reacted since the last such message. */
export const chatReactionsSchema = z.object({
  type: z.literal('chatReactions'),
  lot: lotText,
  counts: z.partialRecord(z.enum(reactionKinds), z.int()),
});

/** Who is here of those who have bid, the lowest paddles first, and how many more. */
export const chatPresentSchema = z.object({
  type: z.literal('chatPresent'),
  lot: lotText,
  bidders: z.array(z.object({ id: personIdSchema, name: z.string(), paddle: z.int() })),
  more: z.int(),
});
