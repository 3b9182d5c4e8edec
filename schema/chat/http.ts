import { z } from 'zod';
import { personIdSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { text } from '../text.ts';
import { chatMessageSchema } from './public.ts';
import { chatSettingsSchema, roomWordsSchema } from './settings.ts';

const reason = text(limits.maxReasonChars);
const place = z.coerce.number().pipe(z.int().positive());

/** Either earlier messages, from `before` back, or those after `after`: what a client has missed. */
export const chatHistoryQuerySchema = z
  .object({
    before: place.optional().describe('messages before this number, the newest first kept'),
    after: z.coerce
      .number()
      .pipe(z.int().min(0))
      .optional()
      .describe('messages after this number, the oldest first kept'),
    limit: z.coerce.number().pipe(z.int().min(1).max(limits.maxChatHistory)).default(50),
  })
  .refine(({ before, after }) => before === undefined || after === undefined || after < before, {
    path: ['after'],
    message: 'must be less than before',
  });
/** Messages in their order, the oldest first, gone ones as gaps. With `hasMore`, there are more on the side asked for. */
export const chatHistorySchema = z.object({ messages: z.array(chatMessageSchema), hasMore: z.boolean() });
export type ChatHistory = z.infer<typeof chatHistorySchema>;

/** What somebody is in a room. */
export const chatMineSchema = z.object({
  isSeller: z.boolean(),
  /** Named by the seller, or one of the site's. */
  isModerator: z.boolean(),
  muted: z.object({ until: z.int().nullable(), reason: z.string() }).nullable(),
  followsSeller: z.boolean(),
});
export type ChatMine = z.infer<typeof chatMineSchema>;

export const chatSettingsEditSchema = chatSettingsSchema
  .partial()
  .strict()
  .refine((edit) => Object.values(edit).some((value) => value !== undefined), 'nothing to change');

export const chatWordsSchema = z
  .strictObject({ lists: roomWordsSchema })
  .refine(
    ({ lists }) => lists.reduce((sum, { words }) => sum + words.length, 0) <= limits.maxRoomWords,
    `at most ${limits.maxRoomWords} words in a room`,
  );
export type ChatWords = z.output<typeof chatWordsSchema>;

export const chatAppointSchema = z.strictObject({ person: personIdSchema, isModerator: z.boolean() });
export const chatPinSchema = z.strictObject({ message: z.int().positive().nullable() });
/** Without `forMs`: for good. */
export const chatMuteSchema = z.strictObject({
  forMs: z.int().min(1_000).max(limits.maxMuteMs).optional(),
  reason: reason.min(1),
});
export const chatHeldSchema = z.object({ messages: z.array(chatMessageSchema) });
export const chatHeldDecisionSchema = z.strictObject({ show: z.boolean() });
export const chatReportSchema = z.strictObject({ reason: reason.min(1) });

export const chatSanctionsSchema = z.object({
  people: z.array(
    z.object({
      person: personIdSchema,
      name: z.string(),
      at: z.int(),
      until: z.int().nullable(),
      reason: z.string(),
      by: personIdSchema,
    }),
  ),
});

/** Messages that somebody has reported and nobody has dealt with, the oldest first. */
export const chatReportsSchema = z.object({
  reports: z.array(
    z.object({
      id: z.int(),
      at: z.int(),
      by: z.object({ id: personIdSchema, name: z.string() }),
      reason: z.string(),
      message: chatMessageSchema,
    }),
  ),
});
export type ChatReports = z.infer<typeof chatReportsSchema>;

export const followSchema = z.object({ follows: z.boolean() });
