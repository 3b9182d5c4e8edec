import { z } from 'zod';
import { personIdSchema } from '../ids.ts';
import { ranks } from './events.ts';
import { chatSettingsSchema } from './settings.ts';

/** Who said something, as it was then. */
export const speakerSchema = z.object({
  id: personIdSchema,
  name: z.string(),
  rank: z.enum(ranks),
  isGuest: z.boolean(),
});
export type Speaker = z.infer<typeof speakerSchema>;

/** A message as everyone may see it. `seq` is its number and its place in the room's order. */
export const chatMessageSchema = z.object({
  seq: z.int().positive(),
  at: z.int(),
  by: speakerSchema,
  /** Blocked words are masked; empty where it is gone. */
  text: z.string(),
  /** Number of the message that it answers. */
  replyTo: z.int().optional(),
  mentions: z.array(personIdSchema).optional(),
  /** It was taken away: by a moderator, with all of that person's, or with the account. Its place stays. */
  gone: z.enum(['deleted', 'cleared', 'forgotten']).optional(),
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/** Whom the seller has named, in the order in which a room tells them. */
const moderators = z.array(z.object({ id: personIdSchema, name: z.string() }));
const at = z.int();
const seq = z.int().positive();
const quiet = <Type extends string>(type: Type) => z.object({ seq, type: z.literal(type), at });

/** One event of a room. `seq` counts them without a gap; those that only moderators may know of say no more than that. */
export const chatEventSchema = z.discriminatedUnion('type', [
  chatMessageSchema.omit({ gone: true }).extend({ type: z.literal('said') }),
  /** A held message is shown now: a message with its own new number. */
  chatMessageSchema.omit({ gone: true }).extend({ type: z.literal('released') }),
  quiet('deleted').extend({ of: z.int() }),
  /** All that this person has said so far is gone. */
  quiet('cleared').extend({ person: personIdSchema }),
  quiet('forgotten').extend({ person: personIdSchema }),
  /** May not speak until then; null: for good. */
  quiet('muted').extend({ person: personIdSchema, until: z.int().nullable() }),
  quiet('unmuted').extend({ person: personIdSchema }),
  quiet('pinned').extend({ message: chatMessageSchema.nullable() }),
  quiet('settingsSet').extend({ settings: chatSettingsSchema }),
  quiet('appointed').extend({ person: personIdSchema, name: z.string(), isModerator: z.boolean() }),
  quiet('guarded').extend({ until: z.int() }),
  /** A guest has turned out to be somebody with an account. The moderators are told as they are then. */
  quiet('merged').extend({ from: personIdSchema, to: personIdSchema, name: z.string(), moderators }),
  quiet('opened'),
  /** The room's own blocked words have changed. */
  quiet('wordsSet'),
  /** A message waits for a moderator, or was dropped by one. */
  quiet('held'),
  quiet('dropped'),
]);
export type PublicChatEvent = z.infer<typeof chatEventSchema>;

/** A room as everyone may see it, with its latest messages, the oldest first. */
export const chatRoomSchema = z.object({
  settings: chatSettingsSchema,
  moderators,
  pinned: chatMessageSchema.nullable(),
  /** Until when new accounts are slowed; null if they are not. */
  guardUntil: z.int().nullable(),
  messages: z.array(chatMessageSchema),
  /** Messages of this number and later are all in `messages`; earlier ones are asked for over HTTP. */
  from: z.int(),
});
export type ChatRoom = z.infer<typeof chatRoomSchema>;
