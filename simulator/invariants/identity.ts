import type { CommittedEvent, Invariant } from './invariant.ts';

const bidIsDecidedOnce: Invariant<CommittedEvent> = {
  sentence: 'a bidId is decided once',
  check: ({ event, lot }) => {
    if (event.type !== 'bid' && event.type !== 'maxRaised') return null;
    return lot.accepted.has(`${event.by}:${event.bidId}`) ? `${event.by}:${event.bidId} twice` : null;
  },
};

const bidWasMade: Invariant<CommittedEvent> = {
  sentence: 'every accepted bid was made, as it stands',
  check: ({ event, receipts }) => {
    if (event.type !== 'bid' && event.type !== 'maxRaised') return null;
    const frames = receipts.get(`${event.by}:${event.bidId}`) ?? [];
    return frames.some(({ amountPoints }) => amountPoints === event.amountPoints)
      ? null
      : `${event.by}:${event.bidId} of ${event.amountPoints}`;
  },
};

export const identityInvariants = [bidIsDecidedOnce, bidWasMade];
