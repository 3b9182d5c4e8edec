import { outcome } from '../../engine/auction/testing/reference.ts';
import type { AuctionSpec } from '../../schema/auction/spec.ts';
import { refusalOf, standingAfter } from '../reference/bidding.ts';
import type { CommittedEvent, Invariant } from './invariant.ts';

const priceNeverFalls: Invariant<CommittedEvent> = {
  sentence: 'the price never falls but for a recorded undo or a ban',
  check: ({ event, before, after }) =>
    event.type !== 'bidUndone' &&
    event.type !== 'bidsVoided' &&
    (after.pricePoints ?? 0) < (before.pricePoints ?? 0)
      ? `from ${before.pricePoints} to ${after.pricePoints} by ${event.type}`
      : null,
};

const leaderAllowedThePrice: Invariant<CommittedEvent> = {
  sentence: 'the visible price is never above what the leader allowed',
  check: ({ after }) =>
    after.leader !== null && (after.pricePoints ?? 0) > after.leaderMaxPoints
      ? `${after.pricePoints} of at most ${after.leaderMaxPoints}`
      : null,
};

const bidCountsAsItShould: Invariant<CommittedEvent> = {
  sentence: 'price, leader and maximum after a bid follow from what was bid before',
  check: ({ event, before, after }) => {
    if (event.type !== 'bid' && event.type !== 'maxRaised') return null;
    const isMax = event.type === 'maxRaised' || event.isMax;
    const { by, amountPoints } = event;
    const should = standingAfter(before.spec as AuctionSpec, before, { by, amountPoints, isMax });
    const is = [after.pricePoints, after.leader, after.leaderMaxPoints].join();
    const expected = [should.pricePoints, should.leader, should.leaderMaxPoints].join();
    return is === expected ? null : `${is} instead of ${expected}`;
  },
};

const onlyRightBidsAreAccepted: Invariant<CommittedEvent> = {
  sentence: 'only a bid that the rules allow is accepted',
  check: ({ event, before }) => {
    if (event.type !== 'bid' && event.type !== 'maxRaised') return null;
    const isMax = event.type === 'maxRaised' || event.isMax;
    // Whether it came in time is another promise, so it counts as early here.
    const refusal = refusalOf(before, { ...event, isMax }, true, Number.NEGATIVE_INFINITY);
    return refusal === null ? null : `${event.amountPoints} by ${event.by}, which is ${refusal.code}`;
  },
};

const banLeavesTheOthers: Invariant<CommittedEvent> = {
  sentence: 'after a ban things stand as the other bids alone would have it',
  check: ({ event, after, lot }) => {
    if (event.type !== 'bidsVoided') return null;
    const { pricePoints, leader, maxPoints } = outcome(after.spec as AuctionSpec, [...lot.events, event]);
    const is = [after.pricePoints, after.leader, after.leaderMaxPoints].join();
    const expected = [pricePoints, leader, maxPoints].join();
    return is === expected && leader !== event.person ? null : `${is} instead of ${expected}`;
  },
};

export const priceInvariants = [
  banLeavesTheOthers,
  priceNeverFalls,
  leaderAllowedThePrice,
  onlyRightBidsAreAccepted,
  bidCountsAsItShould,
];
