import type { AuctionSpec } from '../../schema/auction/spec.ts';
import { answerTimeMs, endAfterBid } from '../reference/clock.ts';
import type { CommittedEvent, Invariant } from './invariant.ts';

const nobodyBidsTooLate: Invariant<CommittedEvent> = {
  sentence: 'no bid received at or after the deadline is accepted',
  check: ({ event, before, receipts }) => {
    if (event.type !== 'bid' && event.type !== 'maxRaised') return null;
    if (before.phase !== 'live' || before.endsAt === null) return 'the clock was not running';
    const frames = receipts.get(`${event.by}:${event.bidId}`) ?? [];
    return frames.some(({ receivedAt }) => receivedAt < (before.endsAt as number))
      ? null
      : `received at ${frames.map(({ receivedAt }) => receivedAt)}, deadline ${before.endsAt}`;
  },
};

const everybodyCanAnswer: Invariant<CommittedEvent> = {
  sentence: 'nobody is left less than the floor or window after an accepted bid',
  check: ({ event, after }) => {
    if (event.type !== 'bid' || after.spec?.clock.rule === 'fixed') return null;
    if (after.spec?.buyNowPoints === event.pricePoints) return null;
    const leftMs = event.endsAt - event.at;
    const leastMs = answerTimeMs(after.spec as AuctionSpec);
    return leftMs < leastMs ? `${leftMs} ms instead of ${leastMs}` : null;
  },
};

const bidsMoveTheClockByTheRule: Invariant<CommittedEvent> = {
  sentence: 'a bid moves the deadline exactly as the clock rule says',
  check: ({ event, before }) => {
    if (event.type !== 'bid') return null;
    const spec = before.spec as AuctionSpec;
    const endsAt = before.endsAt as number;
    const sells = spec.buyNowPoints !== null && event.pricePoints >= spec.buyNowPoints;
    let should = endsAt;
    if (before.leader === event.by) {
      if (spec.clock.rule !== 'fixed') should = Math.max(endsAt, event.at + answerTimeMs(spec));
    } else should = endAfterBid(spec, endsAt, event.at, before.pricePoints, event.pricePoints);
    if (sells) should = endsAt;
    return event.endsAt === should ? null : `${event.endsAt - should} ms off, with ${spec.clock.rule}`;
  },
};

const hammerIsNeverEarly: Invariant<CommittedEvent> = {
  sentence: 'the clock lets the hammer fall at its deadline and not before',
  check: ({ event, before, sellerHammers }) => {
    const isByClock = event.type === 'sold' ? event.cause === 'clock' : event.type === 'unsold';
    if (!isByClock || (event.type === 'unsold' && sellerHammers)) return null;
    if (before.endsAt === null) return 'the clock was not running';
    return event.at < before.endsAt ? `${before.endsAt - event.at} ms too early` : null;
  },
};

/** What lanes, turns and a commit may take when nothing goes wrong (ms). */
const promptMs = 1_000;

const hammerIsPrompt: Invariant<CommittedEvent> = {
  sentence: 'the hammer falls at its time, whatever else there is to do',
  check: ({ event, quietLatenessMs }) => {
    const isHammer = event.type === 'sold' || event.type === 'unsold';
    return isHammer && (quietLatenessMs ?? 0) > promptMs ? `${quietLatenessMs} ms late` : null;
  },
};

const pausesKeepTheTime: Invariant<CommittedEvent> = {
  sentence: 'a pause keeps the remaining time, an opening and an extension add what they say',
  check: ({ event, before }) => {
    const spec = before.spec as AuctionSpec;
    const wrong = (is: number | null, should: number | null) =>
      is === should ? null : `${event.type}: ${is} instead of ${should}`;
    switch (event.type) {
      case 'opened':
        return wrong(event.endsAt, event.at + spec.clock.durationMs);
      case 'paused':
        if (event.cause === 'stream' || before.endsAt === null) return null;
        return wrong(event.remainingMs, before.endsAt - event.at);
      case 'resumed':
        return wrong(event.endsAt, event.at + Math.max(before.remainingMs ?? 0, answerTimeMs(spec)));
      case 'extended':
        return before.endsAt === null
          ? wrong(event.remainingMs, (before.remainingMs ?? 0) + event.addMs)
          : wrong(event.endsAt, before.endsAt + event.addMs);
      case 'outage':
        return wrong(
          event.endsAt,
          Math.max(
            (before.endsAt as number) + event.lostMs,
            spec.clock.rule === 'fixed' ? 0 : event.at + answerTimeMs(spec),
          ),
        );
      default:
        return null;
    }
  },
};

export const clockInvariants = [
  nobodyBidsTooLate,
  everybodyCanAnswer,
  bidsMoveTheClockByTheRule,
  hammerIsNeverEarly,
  hammerIsPrompt,
  pausesKeepTheTime,
];
