import type { CommittedEvent, Invariant } from './invariant.ts';

const highestBidWins: Invariant<CommittedEvent> = {
  sentence: 'there is one winner, who held the highest accepted bid, at the visible price',
  check: ({ event, before }) => {
    if (event.type !== 'sold') return null;
    if (before.phase !== 'live') return `sold while ${before.phase}`;
    const isRight = event.winner === before.leader && event.pricePoints === before.pricePoints;
    return isRight ? null : `${event.winner} at ${event.pricePoints} instead of ${before.leader}`;
  },
};

const reserveIsKept: Invariant<CommittedEvent> = {
  sentence: 'the clock sells at or above the reserve, and only what nobody may have stays unsold',
  check: ({ event, before }) => {
    const reserve = before.spec?.reservePoints ?? 0;
    const isMet = (before.pricePoints ?? 0) >= reserve;
    if (event.type === 'sold' && event.cause === 'clock' && !isMet) return `sold at ${event.pricePoints}`;
    if (event.type !== 'unsold') return null;
    const should = before.leader === null ? 'no_bids' : 'reserve_not_met';
    return event.cause === should && (before.leader === null || !isMet) ? null : `unsold: ${event.cause}`;
  },
};

const overIsOver: Invariant<CommittedEvent> = {
  sentence: 'nothing changes a lot that is over',
  check: ({ event, before }) =>
    before.end === null || event.type === 'streamUp' || event.type === 'streamDown'
      ? null
      : `${event.type} after the end`,
};

export const winnerInvariants = [highestBidWins, reserveIsKept, overIsOver];
