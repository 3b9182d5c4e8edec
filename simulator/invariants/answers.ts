import { type AnswerCode, retryableCodes } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import type { BidAnswer, Receipt } from '../record/bids.ts';
import type { LotRecord } from '../record/lot-record.ts';
import { refusalOf } from '../reference/bidding.ts';
import type { GivenAnswer, Invariant } from './invariant.ts';

const isFinalRefusal = ({ code }: BidAnswer): boolean =>
  code !== 'accepted' && code !== 'halted' && !retryableCodes.has(code as AnswerCode);

const acceptedOf = ({ answer, lot }: GivenAnswer) => lot.accepted.get(`${answer.by}:${answer.bidId}`);

const acknowledgedIsDurable: Invariant<GivenAnswer> = {
  sentence: 'an acknowledged bid is in the journal, once, at the place that the answer tells',
  check: (given) => {
    const { code, value, leads, position } = given.answer;
    if (code !== 'accepted') return null;
    const stored = acceptedOf(given);
    if (stored === undefined) return 'acknowledged, and not stored';
    const isSame = stored.pricePoints === value && stored.leads === leads && stored.position === position;
    return isSame
      ? null
      : `told ${value}, ${leads}, ${position}; stored ${stored.pricePoints}, ${stored.leads}, ${stored.position}`;
  },
};

/** How many bids of somebody a lot has accepted: only so many are remembered. */
const acceptedCount = (lot: LotRecord, by: number): number =>
  [...lot.accepted.keys()].filter((key) => key.startsWith(`${by}:`)).length;

const acceptedIsNeverRefused: Invariant<GivenAnswer> = {
  sentence: 'a bid that stands is never refused',
  check: (given) => {
    if (!isFinalRefusal(given.answer) || acceptedOf(given) === undefined) return null;
    // A late copy of a frame that was asked whether it is meant is another question than the confirmed one.
    if (given.answer.code === 'suspicious_jump') return null;
    const isForgotten =
      given.answer.code === 'stale_bid_id' &&
      acceptedCount(given.lot, given.answer.by) > limits.bidMemoryPerBidder;
    return isForgotten ? null : `refused as ${given.answer.code}, and stored`;
  },
};

const refusalIsRight: Invariant<GivenAnswer> = {
  sentence: 'a refusal was right in the order that was committed',
  check: ({ answer, frames, lot }) => {
    if (!isFinalRefusal(answer) || answer.code === 'stale_bid_id') return null;
    for (const facts of lot.factsAt(answer.position)) {
      for (const frame of frames) {
        const right = refusalOf(facts, frame, frame.isConfirmed, frame.receivedAt);
        if (right?.code === answer.code && right.leastPoints === answer.value) return null;
      }
    }

    const stood = JSON.stringify([...lot.factsAt(answer.position)]);
    return `${answer.code} ${answer.value} at ${answer.position}; sent ${JSON.stringify(frames)}; ${stood}`;
  },
};

const inTimeIsNotLate: Invariant<GivenAnswer> = {
  sentence: 'no bid received before the deadline is refused for being late',
  check: ({ answer, frames, lot, sellerHammers }) => {
    if (answer.code !== 'closed') return null;
    const { end } = lot.now;
    if (end === null) return 'refused as late while the auction goes on';
    // Whatever ended it before its time came first; only the clock's end has a deadline.
    const isUnsold = end.cause === 'no_bids' || end.cause === 'reserve_not_met';
    if (end.cause !== 'clock' && (!isUnsold || sellerHammers)) return null;
    const { endsAt } = end;
    // A server whose clock was set back receives what comes after the hammer at an earlier time of day.
    const isLate = ({ receivedAt, virtualMs }: Receipt) =>
      receivedAt >= (endsAt as number) || virtualMs > lot.endedVirtualMs;
    return endsAt === null || frames.some(isLate)
      ? null
      : `received at ${frames.map(({ receivedAt }) => receivedAt)}, deadline ${endsAt}`;
  },
};

export const answerInvariants = [
  acknowledgedIsDurable,
  acceptedIsNeverRefused,
  inTimeIsNotLate,
  refusalIsRight,
];
