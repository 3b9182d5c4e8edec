import { z } from 'zod';
import { limits } from '../limits.ts';
import { text } from '../text.ts';

/** How a room is to be spoken in; its seller and moderators may change it at any time. */
export const chatSettingsSchema = z.object({
  /** Whether people without an account may speak, too. */
  guestsSpeak: z.boolean(),
  /** Least time between two messages of one person, in ms; 0 for none. */
  slowMs: z.int().min(0).max(limits.maxSlowMs),
  /** Only those who follow the seller speak. */
  followersOnly: z.boolean(),
  /** Only emoji are said. */
  emotesOnly: z.boolean(),
  /** Whether new accounts are slowed when a crowd comes in at once. */
  raidGuard: z.boolean(),
});
export type ChatSettings = z.infer<typeof chatSettingsSchema>;

/** What becomes of a message with a blocked word, from the mildest to the hardest. */
export const wordActions = ['mask', 'hold', 'refuse'] as const;
export type WordAction = (typeof wordActions)[number];

/** Words that one room blocks beside those of the house. */
export const roomWordsSchema = z.array(
  z.strictObject({
    action: z.enum(wordActions),
    words: z.array(text(limits.maxWordChars).min(1)).max(limits.maxRoomWords),
  }),
);
export type RoomWords = z.output<typeof roomWordsSchema>;

/** What a reaction can be. */
export const reactionKinds = ['heart', 'clap', 'fire', 'laugh', 'wow'] as const;
export const reactionSchema = z.enum(reactionKinds);
export type ReactionKind = z.infer<typeof reactionSchema>;
