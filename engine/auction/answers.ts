import type { AuctionEvent } from '../../schema/auction/events.ts';
import type { Decision } from '../../schema/behaviour.ts';
import { type AnswerCode, answerNumber } from '../../schema/codes.ts';

export type AuctionDecision = Decision<AuctionEvent>;

const none: readonly AuctionEvent[] = [];

/** Accepts a command that is not a bid. Without events it was a repetition, or had nothing left to do. */
export const accepted = (...events: readonly AuctionEvent[]): AuctionDecision => ({
  events,
  answer: { code: answerNumber.accepted, value: 0, flag: 0, position: 0 },
});

/** Refuses a command; `leastPoints` is the least that would be accepted of this bidder, where that helps. */
export const refused = (code: AnswerCode, leastPoints = 0): AuctionDecision => ({
  events: none,
  answer: { code: answerNumber[code], value: leastPoints, flag: 0, position: 0 },
});

/** The answer to an accepted bid: the visible price, whether the bidder leads, and the position it is about. */
export const acceptedBid = (
  events: readonly AuctionEvent[],
  pricePoints: number,
  leads: boolean,
  position: number,
): AuctionDecision => ({
  events,
  answer: { code: answerNumber.accepted, value: pricePoints, flag: leads ? 1 : 0, position },
});

/** The same answer as the first time, and nothing happens. */
export const repeated = (answer: AuctionDecision['answer']): AuctionDecision => ({ events: none, answer });
