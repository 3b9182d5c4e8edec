/**
 * Every code that the service answers with. Answers cross threads as numbers: the number of an
 * answer code is its place in `answerCodes`, so new ones are added at the end only.
 */
export const answerCodes = [
  /** Done; it stands in the journal. */
  'accepted',
  /** Below the least acceptable bid, which comes with the answer. */
  'too_low',
  /** The hammer fell or the lot was withdrawn, or the bid came after the deadline. */
  'closed',
  /** The clock is stopped, and bidding with it. */
  'paused',
  /** Draft or scheduled: bidding has not begun. */
  'not_open',
  /** Nobody bids on the own lot. */
  'own_lot',
  /** A plain bid by the one who leads already; raise the maximum instead. */
  'leading_already',
  /** More than this may ever be, such as a sum beyond the largest. */
  'limit_exceeded',
  /** Far above the least acceptable bid: send it again with `confirm`. */
  'suspicious_jump',
  /** Older than what is remembered of this bidder, so nobody can tell whether it was decided. */
  'stale_bid_id',
  /** Too many at a time. Send the same bidId again in a moment. */
  'rate_limited',
  /** The mailbox is full. Send the same bidId again in a moment. */
  'busy',
  /** The outcome is unknown or the lot is being rebuilt. Send the same bidId again. */
  'retry',
  /** There is no such lot, or it is not to be seen. */
  'unknown_lot',
  /** The command does not fit the lot's phase. */
  'wrong_phase',
  /** Only the seller may do this. */
  'not_allowed',
  /** No bid stands, or the last ones were too long ago to be undone. */
  'no_bid_to_undo',
  /** The lot would be sold below its reserve; the seller must say so. */
  'reserve_not_met',
  /** The values are not possible. */
  'invalid',
  /** This actor was stopped after a command that it could not decide; an operator has been told. */
  'halted',
  /** Of a message: it waits for a moderator. */
  'held',
  /** Of a message: this person may not speak in the room, for a time (which comes with the answer) or for good. */
  'muted',
  /** Of a message: only people with an account speak here. */
  'accounts_only',
  /** Of a message: only those who follow the seller speak here. */
  'followers_only',
  /** Of a message: only emoji are said here. */
  'emotes_only',
  /** Of a message: the last one of this person was too short a time ago; how long to wait comes with the answer. */
  'slow_mode',
  /** Of a message: many came in at once, and this person is new; how long to wait comes with the answer. */
  'raid_guard',
  /** Of a message: this person has just said the same. */
  'duplicate',
  /** Of a message: it has words that are not said here. */
  'blocked_words',
  /** There is no such message any more. */
  'no_such_message',
] as const;
export type AnswerCode = (typeof answerCodes)[number];

/** Number of each answer code, as it crosses threads. */
export const answerNumber = Object.fromEntries(answerCodes.map((code, n) => [code, n])) as Readonly<
  Record<AnswerCode, number>
>;

/** Answers after which the same command may be sent again with the same id. */
export const retryableCodes: ReadonlySet<AnswerCode> = new Set(['busy', 'retry', 'rate_limited']);

/** Codes of `error` frames and HTTP problems that are not an answer of an actor. */
export const errorCodes = [
  /** Not readable at all: no JSON, junk, or a broken address. */
  'malformed',
  /** Readable, but the values do not fit; HTTP says where. */
  'invalid',
  /** No message has this type. */
  'unknown_type',
  /** This version of the protocol is not spoken here. */
  'unsupported_version',
  /** Sign in first. */
  'not_signed_in',
  /** This person, or this site, may not do this. */
  'not_allowed',
  /** There is nothing at this address. */
  'not_found',
  /** The address exists but takes other methods; `Allow` names them. */
  'method_not_allowed',
  /** This address takes WebSockets only. */
  'upgrade_required',
  /** Guests are not admitted here. */
  'guest_sign_in_off',
  /** The socket watches as many lots as it may. */
  'too_many_subscriptions',
  /** Too many at a time; HTTP says in `Retry-After` when to go on. */
  'rate_limited',
  /** The body is longer than is taken. */
  'body_too_large',
  /** It can not be answered just now; try again. */
  'unavailable',
  /** The lot was stopped, and an operator has been told. A subscription stays, and goes on with a snapshot when the lot does. */
  'halted',
  /** It does not fit what is there already. */
  'conflict',
  /** Live video is off on this server. */
  'media_off',
  /** The socket, or its address, watches as many videos as it may. */
  'too_many_videos',
  /** Something failed in the service; it is on record. */
  'internal',
  /** This person was shut out, for a time or for good. */
  'banned',
  /** This needs an account; who is here is a guest. */
  'account_needed',
  /** The provider did not vouch for anybody: it was called off, took too long, or did not fit together. */
  'sign_in_failed',
  /** The provider can't be asked just now. */
  'provider_unavailable',
  /** There is no sign-in with this provider here. */
  'unknown_provider',
  /** This account of the provider belongs to somebody already, or this person has one of it already. */
  'already_linked',
  /** Without it there would be no way to sign in to this account any more. */
  'last_identity',
  /** Somebody else has this name, or one that looks the same. */
  'name_taken',
  /** The name would be taken for one of the people who run the house. */
  'name_reserved',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/**
 * Close codes of the WebSocket (4000 to 4999 are the application's, RFC 6455 section 7.4.2).
 * 4000 to 4499: connect again (with back-off). 4500 and above: don't, the same would happen.
 */
export const closeCodes = {
  /** The server stops; live auctions are kept. */
  shuttingDown: 4000,
  /** The socket did not read what was sent to it. */
  slowReader: 4001,
  /** The sign-in has ended: come back with a renewed one, or as somebody who watches. */
  signInEnded: 4002,
  /** Something failed in the service. */
  internal: 4003,
  /** Too many bad messages. */
  malformed: 4500,
  /** This version of the protocol is not spoken here. */
  unsupportedVersion: 4501,
  /** Far more messages than a socket may send. */
  flooding: 4502,
  /** A frame was larger than is taken. */
  tooLarge: 4503,
} as const;
export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

/** Whether a client should connect again after this close code; codes of the protocol itself say yes. */
export const mayReconnect = (code: number): boolean => code < 4500;
