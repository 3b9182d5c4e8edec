import type { BidCommand } from '../../schema/auction/commands.ts';
import type { AuctionEvent } from '../../schema/auction/events.ts';
import { limits } from '../../schema/limits.ts';
import { type AuctionDecision, acceptedBid, refused, repeated } from './answers.ts';
import { drawnUp, endsAfterBid } from './clock.ts';
import { basePoints, incrementAt, minimumPoints } from './increments.ts';
import { recall } from './memory.ts';
import { contest, type Standing } from './proxy.ts';
import { isAhead, type ListedState } from './state.ts';

/**
 * Decides a bid at the time `now`. The checks stand in the order in which a bidder would want to hear of
 * them: who asks, whether it was answered before, whether the lot takes bids, whether the amount will do.
 * The deadline is compared with the time of receipt: what came in time counts, however long it queued.
 */
export function decideBid(state: ListedState, bid: BidCommand, now: number): AuctionDecision {
  const { spec, endsAt } = state;
  if (bid.by === spec.sellerId) return refused('own_lot');
  const memory = state.bidders?.get(bid.by);
  if (memory !== undefined) {
    const first = recall(memory, bid.bidId);
    if (first !== null) return repeated(first);
    if (bid.bidId <= memory.evictedBidId) return refused('stale_bid_id');
  }
  if (state.phase !== 'live') return refused(isAhead(state) ? 'not_open' : 'closed');
  if (endsAt === null) return refused('paused');
  if (bid.receivedAt >= endsAt) return refused('closed');

  const { amountPoints } = bid;
  if (!Number.isSafeInteger(amountPoints) || !Number.isSafeInteger(bid.bidId)) return refused('invalid');
  if (amountPoints > limits.maxPoints) return refused('limit_exceeded');
  const minimum = minimumPoints(spec, state.pricePoints);
  if (minimum > limits.maxPoints) return refused('limit_exceeded');

  const leads = state.leader === bid.by;
  const leastPoints = leads ? state.leaderMaxPoints + 1 : minimum;
  if (leads && !bid.isMax) return refused('leading_already', leastPoints);
  if (amountPoints < leastPoints) return refused('too_low', leastPoints);
  if (!bid.confirmed && amountPoints > limits.suspiciousJumpFactor * leastPoints) {
    return refused('suspicious_jump', leastPoints);
  }
  if (!leads) return outbid(state, bid, endsAt, now);
  return raisesToReserve(state, amountPoints)
    ? showReserve(state, bid, endsAt, now)
    : raiseOwnMax(state, bid, now);
}

/** A bid by somebody who did not lead. */
function outbid(state: ListedState, bid: BidCommand, endsAt: number, now: number): AuctionDecision {
  const { spec } = state;
  const standing = contest(spec, state.leader, state.leaderMaxPoints, bid);
  const before = basePoints(spec, state.pricePoints);
  const raisePoints = standing.pricePoints - before;
  const ends = endsAfterBid(spec.clock, endsAt, now, raisePoints, incrementAt(spec.increments, before));
  return place(state, bid, standing, endsAt, ends, now);
}

/** The leader allows more. Nobody else learns of it, and neither price nor clock change. */
const raiseOwnMax = (state: ListedState, bid: BidCommand, now: number): AuctionDecision =>
  acceptedBid(
    [{ type: 'maxRaised', at: now, by: bid.by, bidId: bid.bidId, amountPoints: bid.amountPoints }],
    state.pricePoints ?? 0,
    true,
    state.position,
  );

const raisesToReserve = (state: ListedState, maxPoints: number): boolean => {
  const { reservePoints } = state.spec;
  return reservePoints !== null && state.leaderMaxPoints < reservePoints && maxPoints >= reservePoints;
};

/**
 * The one raise by the leader that everyone sees: it reaches the reserve, so the price goes there, as it
 * would with any other maximum that reaches it. The leader burns no time of the others with it, but they
 * get the least time to answer.
 */
function showReserve(state: ListedState, bid: BidCommand, endsAt: number, now: number): AuctionDecision {
  const { reservePoints, clock } = state.spec;
  const standing = {
    pricePoints: reservePoints as number,
    leader: bid.by,
    leaderMaxPoints: bid.amountPoints,
  };
  return place(state, bid, standing, endsAt, drawnUp(clock, endsAt, now), now);
}

/** The events of a bid that changes how things stand: one, or two if it reaches the buy-now price. */
function place(
  state: ListedState,
  bid: BidCommand,
  standing: Standing,
  endedAt: number,
  endsAt: number,
  now: number,
): AuctionDecision {
  const { buyNowPoints } = state.spec;
  const { pricePoints, leader, leaderMaxPoints } = standing;
  const sells = buyNowPoints !== null && pricePoints >= buyNowPoints;
  const placed: AuctionEvent = {
    type: 'bid',
    at: now,
    by: bid.by,
    bidId: bid.bidId,
    amountPoints: bid.amountPoints,
    isMax: bid.isMax,
    pricePoints,
    leader,
    leaderMaxPoints,
    endsAt: sells ? endedAt : endsAt,
    cutMs: sells ? 0 : endedAt - endsAt,
  };
  const events: readonly AuctionEvent[] = sells
    ? [placed, { type: 'sold', at: now, cause: 'buyNow', pricePoints, winner: leader }]
    : [placed];
  return acceptedBid(events, pricePoints, leader === bid.by, state.position + 1);
}
