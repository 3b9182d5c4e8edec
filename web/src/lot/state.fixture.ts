import type { AuctionState } from '../../../schema/auction/public.ts';

/** A live rush auction for tests, with the given differences. */
export function liveState(differences: Partial<AuctionState> = {}): AuctionState {
  return {
    phase: 'live',
    sellerId: 1,
    clock: { rule: 'rush', durationMs: 60_000, floorMs: 10_000, cutPerStepMs: 500, cutMaxMs: 4_000 },
    startPoints: 50_000,
    pricePoints: 50_000,
    minimumPoints: 51_000,
    incrementPoints: 1_000,
    leader: { id: 2, paddle: 1 },
    bidCount: 1,
    bidderCount: 1,
    reserve: 'none',
    buyNowPoints: null,
    startsAt: null,
    endsAt: 100_000,
    remainingMs: null,
    paused: null,
    streamUp: false,
    lastOutage: null,
    hammerPricePoints: null,
    winner: null,
    endedAt: null,
    endCause: null,
    ...differences,
  };
}
