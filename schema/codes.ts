/**
 * Every code that the service answers with. Answers cross threads as numbers: the number of an
 * answer code is its place in `answerCodes`, so new ones are added at the end only.
 */
export const answerCodes = [
  'accepted',
  /** Below the least acceptable bid, which comes with the answer. */
  'too_low',
  /** The hammer fell or the lot was withdrawn, or the bid came after the deadline. */
  'closed',
  'paused',
  /** Draft or scheduled: bidding has not begun. */
  'not_open',
  'own_lot',
  /** A plain bid by the one who leads already; raise the maximum instead. */
  'leading_already',
  'limit_exceeded',
  /** Far above the least acceptable bid: send it again with `confirm`. */
  'suspicious_jump',
  /** Older than what is remembered of this bidder, so nobody can tell whether it was decided. */
  'stale_bid_id',
  'rate_limited',
  /** The mailbox is full. Send the same bidId again in a moment. */
  'busy',
  /** The outcome is unknown or the lot is being rebuilt. Send the same bidId again. */
  'retry',
  'unknown_lot',
  /** The command does not fit the lot's phase. */
  'wrong_phase',
  'not_allowed',
  'no_bid_to_undo',
  'reserve_not_met',
  'invalid',
  /** This actor was stopped after a command that it could not decide; an operator has been told. */
  'halted',
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
  'malformed',
  'invalid',
  'unknown_type',
  'unsupported_version',
  'not_signed_in',
  'not_allowed',
  'not_found',
  'method_not_allowed',
  'guest_sign_in_off',
  'too_many_subscriptions',
  'too_many_in_flight',
  'rate_limited',
  'body_too_large',
  'unavailable',
  'conflict',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/**
 * Close codes of the WebSocket (4000 to 4999 are the application's, RFC 6455 section 7.4.2).
 * 4000 to 4499: connect again (with back-off). 4500 and above: don't, the same would happen.
 */
export const closeCodes = {
  shuttingDown: 4000,
  slowReader: 4001,
  idle: 4002,
  internal: 4003,
  malformed: 4500,
  unsupportedVersion: 4501,
  flooding: 4502,
  tooLarge: 4503,
  notAllowed: 4504,
} as const;
export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

/** Whether a client should connect again after this close code; codes of the protocol itself say yes. */
export const mayReconnect = (code: number): boolean => code < 4500;
