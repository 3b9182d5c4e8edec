import { type AnswerCode, retryableCodes } from '../../schema/codes.ts';
import type { BidAnswer, Receipt } from '../record/bids.ts';
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

export const answerInvariants = [acknowledgedIsDurable, inTimeIsNotLate, refusalIsRight];
