import type { Answer } from '../../schema/behaviour.ts';
import { answerNumber } from '../../schema/codes.ts';
import type { PersonId } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { AuctionState } from './state.ts';

/**
 * What is remembered of one bidder: the paddle number, and the answers to the last accepted bids, so that
 * a retry gets its first answer again. The answers lie flat in one array of numbers (a ring once it is
 * full), because an auction may have thousands of bidders.
 */
export interface BidderMemory {
  readonly paddle: number;
  /** The highest remembered or forgotten bid id: a higher one is new without a search. */
  newestBidId: number;
  /** The highest bid id that was forgotten; 0 if none was. */
  evictedBidId: number;
  /** Four numbers for each answer: bid id, price in points, 1 if the bid led, position. */
  answers: number[];
  /** Where in `answers` the next one goes once the ring is full. */
  oldest: number;
}

const answerLength = 4;
const memoryLength = answerLength * limits.bidMemoryPerBidder;

/** The first answer to an accepted bid of this id, or null if none is remembered. */
export function recall(memory: BidderMemory, bidId: number): Answer | null {
  if (bidId > memory.newestBidId) return null;
  const { answers } = memory;
  for (let at = 0; at < answers.length; at += answerLength) {
    if (answers[at] !== bidId) continue;
    return {
      code: answerNumber.accepted,
      value: answers[at + 1] as number,
      flag: answers[at + 2] as number,
      position: answers[at + 3] as number,
    };
  }
  return null;
}

/** Remembers an accepted bid and its answer; a first bid gets the lot's next paddle number. */
export function remember(
  state: AuctionState,
  by: PersonId,
  bidId: number,
  pricePoints: number,
  leads: boolean,
): void {
  state.bidders ??= new Map();
  let memory = state.bidders.get(by);
  if (memory === undefined) {
    state.paddles += 1;
    memory = { paddle: state.paddles, newestBidId: 0, evictedBidId: 0, answers: [], oldest: 0 };
    state.bidders.set(by, memory);
  }
  const { answers } = memory;
  if (answers.length < memoryLength) {
    answers.push(bidId, pricePoints, leads ? 1 : 0, state.position);
  } else {
    const at = memory.oldest;
    memory.evictedBidId = Math.max(memory.evictedBidId, answers[at] as number);
    answers[at] = bidId;
    answers[at + 1] = pricePoints;
    answers[at + 2] = leads ? 1 : 0;
    answers[at + 3] = state.position;
    memory.oldest = (at + answerLength) % memoryLength;
  }
  memory.newestBidId = Math.max(memory.newestBidId, bidId);
}

const positionIn = 3;

/** What two people remembered who are one: the newer answers of both, and the paddle of the first. */
export function mergedMemory(own: BidderMemory, other: BidderMemory): BidderMemory {
  const all: number[][] = [];
  for (const { answers } of [own, other]) {
    for (let at = 0; at < answers.length; at += answerLength) all.push(answers.slice(at, at + answerLength));
  }
  all.sort((a, b) => (a[positionIn] as number) - (b[positionIn] as number));
  const forgotten = all.splice(0, Math.max(0, all.length - limits.bidMemoryPerBidder));
  const forgottenIds = forgotten.map(([bidId]) => bidId as number);
  return {
    paddle: own.paddle,
    newestBidId: Math.max(own.newestBidId, other.newestBidId),
    evictedBidId: Math.max(own.evictedBidId, other.evictedBidId, ...forgottenIds),
    answers: all.flat(),
    oldest: 0,
  };
}

/** Whether this bidder has had exactly one bid accepted in the lot. */
export const isFirstBid = (memory: BidderMemory): boolean => memory.answers.length === answerLength;

/** Answers take about a fifth of a bid's event as JSON, and a bidder without any about a half. */
const answersPerEvent = 5;

/** Roughly how many events take as much room as all that is remembered of bidders; it counts nobody, for it is asked often. */
export function memoryWeight({ bidders, merged, bidCount }: AuctionState): number {
  const people = (bidders?.size ?? 0) + (merged?.size ?? 0);
  const answers = Math.min(bidCount, people * limits.bidMemoryPerBidder);
  return people + Math.ceil(answers / answersPerEvent);
}
