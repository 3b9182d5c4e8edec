import type { CommittedEvent, Invariant } from './invariant.ts';

const outageCountsOnce: Invariant<CommittedEvent> = {
  sentence: 'an outage is given back once',
  check: ({ event, before }) =>
    event.type === 'outage' && event.outageId <= before.outageId
      ? `outage ${event.outageId} after ${before.outageId}`
      : null,
};

const lostTimeComesBack: Invariant<CommittedEvent> = {
  sentence: 'time in which nobody could bid is given back before anything else happens',
  check: ({ event, owedMs }) =>
    event.type !== 'outage' && owedMs > 0 ? `${owedMs} ms are owed, and there comes ${event.type}` : null,
};

export const outageInvariants = [outageCountsOnce, lostTimeComesBack];
