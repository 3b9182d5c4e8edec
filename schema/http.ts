import { z } from 'zod';
import {
  auctionStateSchema,
  auctionSummarySchema,
  bidderSchema,
  ownStandingSchema,
} from './auction/public.ts';
import { auctionRulesSchema, phaseSchema } from './auction/spec.ts';
import { answerCodes, errorCodes } from './codes.ts';
import { lotIdSchema, personIdSchema } from './ids.ts';
import { limits } from './limits.ts';
import { providerIds } from './providers.ts';
import { text } from './text.ts';
import { rtpCapabilitiesSchema } from './wire/media.ts';

/** What somebody may do on this site beyond the own lots and bids. */
export const roleSchema = z.enum(['user', 'moderator', 'admin']);
export type Role = z.infer<typeof roleSchema>;

/** Somebody who is signed in: as a guest, who is known in one browser only, or with an account. */
export const personSchema = z.object({
  id: personIdSchema,
  name: z.string(),
  kind: z.enum(['guest', 'user']),
  role: roleSchema,
});
export type Person = z.infer<typeof personSchema>;

/** What a browser needs to stay signed in; the tokens themselves are in cookies that scripts can't read. */
export const sessionRenewedSchema = z.object({
  person: personSchema,
  /** When the access token ends (ms since 1970): renew before. */
  accessEndsAt: z.int(),
  /** Sent over an open WebSocket as `renew`, so that it stays. */
  socketToken: z.string(),
});

/** Browsers in which somebody is signed in. */
export const sessionListSchema = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      /** The provider's id, or `guest`. */
      provider: z.string(),
      createdAt: z.int(),
      seenAt: z.int(),
      /** What the browser calls itself, and where it last came from. */
      agent: z.string(),
      address: z.string(),
      isThis: z.boolean(),
    }),
  ),
});
export type SessionList = z.infer<typeof sessionListSchema>;

/**
 * A name to be seen by: one line, nothing invisible (what reverses or hides text makes false names), but for
 * the joiner that emoji are made with.
 */
export const nameSchema = text(limits.maxNameChars)
  .min(1)
  .regex(/^(?:[^\p{C}\p{Zl}\p{Zp}]|\u200d)*$/u, 'invisible characters are not allowed')
  .regex(/[\p{L}\p{N}\p{P}\p{S}]/u, 'a name has at least one visible character');

/** Sign in as a guest under a name; the answer sets the cookie. */
export const guestSignInSchema = z.strictObject({ name: nameSchema });

/** Ways to sign in here, in the order of their buttons. */
export const signInWaysSchema = z.object({
  providers: z.array(z.object({ id: z.enum(providerIds), name: z.string() })),
  /** Whether people may come in as named guests. */
  guests: z.boolean(),
});
export type SignInWays = z.infer<typeof signInWaysSchema>;

/** Providers' accounts that somebody signs in to the own account with. */
export const identityListSchema = z.object({
  identities: z.array(
    z.object({ provider: z.enum(providerIds), name: z.string(), createdAt: z.int(), usedAt: z.int() }),
  ),
});
export type IdentityList = z.infer<typeof identityListSchema>;

/** Languages that the page speaks. */
const languageSchema = z.enum(['ko', 'en']);

/** Somebody as only that one is told. */
export const meSchema = personSchema.extend({
  /** Chosen in any browser; null while it is the browser's. */
  language: languageSchema.nullable(),
});
export type Me = z.infer<typeof meSchema>;

/** A picture of somebody: a data URL; its bytes are looked at too. */
const avatarSchema = z
  .string()
  .max(limits.maxAvatarChars)
  .regex(/^data:image\/(?:webp|png|jpeg);base64,[A-Za-z0-9+/]+={0,2}$/, 'a WebP, PNG or JPEG as a data URL');

/** What somebody may change about the own person; `null` takes it away. */
export const profileEditSchema = z
  .strictObject({
    name: nameSchema.optional(),
    language: languageSchema.nullable().optional(),
    avatar: avatarSchema.nullable().optional(),
  })
  .refine((edit) => Object.values(edit).some((value) => value !== undefined), 'nothing to change');
export type ProfileEdit = z.output<typeof profileEditSchema>;

/** That somebody really wants the own account deleted: the own name once more. */
export const accountDeletionSchema = z.strictObject({ confirm: text(limits.maxNameChars) });

/** The words of a lot; the rules stand in `rules`. */
const lotWordsSchema = z.strictObject({
  title: text(limits.maxTitleChars).min(1),
  description: text(limits.maxDescriptionChars).default(''),
});

export const lotCreateSchema = lotWordsSchema.extend({ rules: auctionRulesSchema });
export type LotCreate = z.input<typeof lotCreateSchema>;
/** What may change while the lot is a draft or scheduled. */
export const lotEditSchema = z
  .strictObject({
    title: lotWordsSchema.shape.title.optional(),
    description: text(limits.maxDescriptionChars).optional(),
    rules: auctionRulesSchema.optional(),
  })
  .refine((edit) => Object.values(edit).some((value) => value !== undefined), 'nothing to change');

/** A lot in a list. */
export const lotCardSchema = z.object({
  id: lotIdSchema,
  title: z.string(),
  seller: personSchema.pick({ id: true, name: true }),
  createdAt: z.number(),
  auction: auctionSummarySchema,
});
export type LotCard = z.infer<typeof lotCardSchema>;

/** A whole lot. The seller also sees the rules that are nobody else's business (the reserve). */
export const lotSchema = lotCardSchema.extend({
  description: z.string(),
  auction: auctionStateSchema,
  rules: auctionRulesSchema.optional(),
});
export type Lot = z.infer<typeof lotSchema>;

/** A small picture of what is on air: a JPEG in base64. */
export const thumbnailSchema = z.strictObject({ jpeg: z.base64().max(limits.maxThumbnailChars) });

/** What a browser needs before it can watch or publish; `off` says why there is no live video here. */
export const mediaSetupSchema = z.union([
  z.object({ off: z.string() }),
  z.object({
    rtpCapabilities: rtpCapabilitiesSchema,
    /** What the larger of the pictures may take, in bits per second. */
    maxPublishBitrateBps: z.int(),
  }),
]);
export type MediaSetup = z.infer<typeof mediaSetupSchema>;

export const lotListQuerySchema = z.object({
  phase: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(phaseSchema).min(1))
    .optional()
    .describe('phases, separated by commas; drafts are listed to their seller only'),
  seller: z.coerce.number().pipe(personIdSchema).optional(),
  q: text(limits.maxSearchChars).optional().describe('words in the title'),
  cursor: lotIdSchema.optional().describe('`next` of the page before'),
  limit: z.coerce.number().pipe(z.int().min(1).max(limits.maxPageItems)).default(24),
});
export const lotPageSchema = z.object({
  lots: z.array(lotCardSchema),
  next: lotIdSchema.nullable(),
  serverNow: z.number(),
});
export type LotPage = z.infer<typeof lotPageSchema>;

/** One standing or undone bid as the history shows it. */
export const bidHistoryItemSchema = z.object({
  /** Position of its public event. */
  seq: z.int(),
  at: z.number(),
  by: bidderSchema,
  amountPoints: z.int(),
  pricePoints: z.int(),
  cutMs: z.int(),
  undone: z.boolean(),
});
export type BidHistoryItem = z.infer<typeof bidHistoryItemSchema>;
export const bidHistoryQuerySchema = z.object({
  cursor: z.string().max(limits.maxCursorChars).optional().describe('`next` of the page before'),
  limit: z.coerce.number().pipe(z.int().min(1).max(limits.maxHistoryItems)).default(100),
});
/** Bids, newest first. A page may hold fewer than asked for; there are more as long as `next` is not null. */
export const bidHistorySchema = z.object({
  bids: z.array(bidHistoryItemSchema),
  next: z.string().nullable(),
});
export type BidHistory = z.infer<typeof bidHistorySchema>;

export const lotResultSchema = z.object({
  id: lotIdSchema,
  phase: phaseSchema,
  hammerPricePoints: z.int().nullable(),
  winner: z.object({ id: personIdSchema, name: z.string(), paddle: z.int() }).nullable(),
  endedAt: z.number().nullable(),
  endCause: z.string().nullable(),
  bidCount: z.int(),
  bidderCount: z.int(),
});
export type LotResult = z.infer<typeof lotResultSchema>;
export { ownStandingSchema };

const reason = text(limits.maxReasonChars);
/** Bodies of the seller's commands, by the last part of their path. */
export const sellerCommandSchemas = {
  schedule: z.strictObject({ startsAt: z.int().positive() }),
  open: z.strictObject({}),
  pause: z.strictObject({ reason: reason.default('') }),
  resume: z.strictObject({}),
  extend: z.strictObject({ addMs: z.int().min(1_000).max(limits.maxExtendMs) }),
  hammer: z.strictObject({ belowReserve: z.boolean().default(false) }),
  cancel: z.strictObject({ reason: reason.min(1) }),
  undo: z.strictObject({ reason: reason.min(1) }),
} as const;
export type SellerCommandName = keyof typeof sellerCommandSchemas;

/** Answer to a seller's command: the lot's state afterwards is on its way to every watcher. */
export const commandDoneSchema = z.object({ seq: z.int() });

const banReason = text(limits.maxReasonChars).min(1);
/** Shuts a person out, until a time (ms since 1970) or for good. */
export const banSchema = z.strictObject({ reason: banReason, until: z.int().positive().optional() });
export const roleChangeSchema = z.strictObject({ role: roleSchema });

/** A person as admins see one. */
export const adminPersonSchema = personSchema.extend({
  createdAt: z.int(),
  /** Null unless the person is shut out now. */
  banned: z.object({ at: z.int(), until: z.int().nullable(), reason: z.string() }).nullable(),
  deletedAt: z.int().nullable(),
  /** The account that this guest turned out to be. */
  mergedInto: personIdSchema.nullable(),
});
export type AdminPerson = z.infer<typeof adminPersonSchema>;
const cursorSchema = z.coerce.number().pipe(personIdSchema).optional().describe('`next` of the page before');
const pageLimitSchema = z.coerce.number().pipe(z.int().min(1).max(limits.maxPageItems)).default(50);
export const adminPeopleQuerySchema = z.object({
  search: text(limits.maxSearchChars).optional().describe('part of a name, or an id'),
  cursor: cursorSchema,
  limit: pageLimitSchema,
});
/** People, the newest first. */
export const adminPeopleSchema = z.object({
  people: z.array(adminPersonSchema),
  next: personIdSchema.nullable(),
});
export type AdminPeople = z.infer<typeof adminPeopleSchema>;
/** One person with all that admins may see: ways to sign in and browsers, but nothing that lets anybody in. */
export const adminPersonDetailSchema = adminPersonSchema.extend({
  language: languageSchema.nullable(),
  identities: z.array(
    z.object({ provider: z.string(), subject: z.string(), createdAt: z.int(), usedAt: z.int() }),
  ),
  sessions: z.array(
    z.object({
      provider: z.string(),
      createdAt: z.int(),
      seenAt: z.int(),
      agent: z.string(),
      address: z.string(),
    }),
  ),
});
export type AdminPersonDetail = z.infer<typeof adminPersonDetailSchema>;
/** What can stand in the audit log. */
export const auditActionSchema = z.enum([
  'ban',
  'unban',
  'role',
  'sign_out',
  'account_deleted',
  'chat_settings',
  'chat_words',
  'chat_moderator',
  'chat_pin',
  'chat_delete',
  'chat_clear',
  'chat_mute',
  'chat_unmute',
  'chat_show',
  'chat_drop',
  'chat_report',
  'chat_report_closed',
]);
export type AuditAction = z.infer<typeof auditActionSchema>;
export const auditQuerySchema = z.object({
  person: z.coerce.number().pipe(personIdSchema).optional().describe('about this person'),
  lot: lotIdSchema.optional().describe('about the chat room of this lot'),
  cursor: cursorSchema,
  limit: pageLimitSchema,
});
/** The audit log, the newest first. */
export const auditPageSchema = z.object({
  entries: z.array(
    z.object({
      id: z.int(),
      at: z.int(),
      by: z.object({ id: personIdSchema, name: z.string() }).nullable(),
      action: auditActionSchema,
      person: z.object({ id: personIdSchema, name: z.string() }).nullable(),
      lot: lotIdSchema.nullable(),
      details: z.record(z.string(), z.unknown()),
      requestId: z.string().nullable(),
    }),
  ),
  next: z.int().nullable(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

/** Every answer that is not a success (RFC 9457 would call it a problem). */
export const problemSchema = z.object({
  code: z.enum([...new Set([...errorCodes, ...answerCodes])] as [string, ...string[]]),
  message: z.string(),
  /** Where in the input, for `invalid`. */
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
