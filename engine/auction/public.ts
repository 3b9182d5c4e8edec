import type {
  AuctionSummary,
  Bidder,
  OwnStanding,
  AuctionState as PublicState,
} from '../../schema/auction/public.ts';
import type { PersonId } from '../../schema/ids.ts';
import { reserveMet } from './hammer.ts';
import { basePoints, incrementAt, minimumPoints } from './increments.ts';
import { type AuctionState, isListed, type ListedState } from './state.ts';

/** A person with the paddle number in this lot. Only bidders have one. */
function bidder(state: AuctionState, id: PersonId): Bidder {
  const memory = state.bidders?.get(id);
  if (memory === undefined) throw new Error(`person ${id} has no paddle in this lot`);
  return { id, paddle: memory.paddle };
}

const bidderOrNull = (state: AuctionState, id: PersonId | null): Bidder | null =>
  id === null ? null : bidder(state, id);

/** What everyone may know of the reserve: whether there is one and whether it is met, never its amount. */
export function publicReserve(state: ListedState): PublicState['reserve'] {
  if (state.spec.reservePoints === null) return 'none';
  return reserveMet(state) ? 'met' : 'unmet';
}

/** The fields that follow from the price and the rules: the price, what to bid next, who leads. */
export function pricing(state: ListedState) {
  const { spec, pricePoints } = state;
  return {
    pricePoints,
    minimumPoints: minimumPoints(spec, pricePoints),
    incrementPoints: incrementAt(spec.increments, basePoints(spec, pricePoints)),
    leader: bidderOrNull(state, state.leader),
    bidCount: state.bidCount,
    reserve: publicReserve(state),
  } satisfies Partial<PublicState>;
}

/** The fields that an end sets. */
export const ending = (state: AuctionState) =>
  ({
    hammerPricePoints: state.end?.pricePoints ?? null,
    winner: bidderOrNull(state, state.end?.winner ?? null),
    endedAt: state.end?.at ?? null,
    endCause: state.end?.cause ?? null,
  }) satisfies Partial<PublicState>;

/** The fields that name people, or count them. */
export const people = (state: ListedState) =>
  ({
    sellerId: state.spec.sellerId,
    leader: bidderOrNull(state, state.leader),
    winner: bidderOrNull(state, state.end?.winner ?? null),
    bidderCount: state.bidders?.size ?? 0,
  }) satisfies Partial<PublicState>;

/** The auction as everyone may see it: no hidden maximum, no reserve amount. Null before the listing. */
export function snapshot(state: AuctionState): PublicState | null {
  if (!isListed(state)) return null;
  const { spec } = state;
  return {
    phase: state.phase,
    sellerId: spec.sellerId,
    clock: spec.clock,
    startPoints: spec.startPoints,
    ...pricing(state),
    bidderCount: state.bidders?.size ?? 0,
    buyNowPoints: spec.buyNowPoints,
    startsAt: state.startsAt,
    endsAt: state.endsAt,
    remainingMs: state.remainingMs,
    paused: state.pause,
    streamUp: state.streamUp,
    lastOutage: state.lastOutage,
    ...ending(state),
  };
}

/** What lists show of the auction. Null before the listing. */
export function summary(state: AuctionState): AuctionSummary | null {
  if (!isListed(state)) return null;
  const { spec } = state;
  const { hammerPricePoints, winner, endedAt } = ending(state);
  return {
    seq: state.position,
    phase: state.phase,
    sellerId: spec.sellerId,
    pricePoints: state.pricePoints,
    startPoints: spec.startPoints,
    minimumPoints: minimumPoints(spec, state.pricePoints),
    bidCount: state.bidCount,
    startsAt: state.startsAt,
    endsAt: state.endsAt,
    remainingMs: state.remainingMs,
    paused: state.pause,
    streamUp: state.streamUp,
    clock: spec.clock,
    hammerPricePoints,
    winner,
    endedAt,
  };
}

/** What one person may know of the own part: the paddle, whether it leads, and then its own maximum. */
export function ownStanding(state: AuctionState, by: PersonId): OwnStanding {
  const leading = state.leader === by;
  return {
    paddle: state.bidders?.get(by)?.paddle ?? null,
    leading,
    maxPoints: leading ? state.leaderMaxPoints : null,
  };
}
