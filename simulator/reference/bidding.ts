import type { AuctionSpec, Increments } from '../../schema/auction/spec.ts';
import type { AnswerCode } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import type { Facts, Standing } from './facts.ts';

/** A bid as its frame said it. */
export interface Offer {
  readonly by: number;
  readonly amountPoints: number;
  readonly isMax: boolean;
}

/** The increment above a price: the fixed one, or that of the last band that begins at or below it. */
export function incrementAbove(increments: Increments, pricePoints: number): number {
  if (increments.kind === 'fixed') return increments.stepPoints;
  return increments.bands.findLast(({ fromPoints }) => fromPoints <= pricePoints)?.stepPoints as number;
}

/** The least bid that somebody who does not lead may make. */
export function leastBid(spec: AuctionSpec, pricePoints: number | null): number {
  if (pricePoints === null) return spec.startPoints;
  const next = pricePoints + incrementAbove(spec.increments, pricePoints);
  return Math.min(next, spec.buyNowPoints ?? next);
}

/**
 * How things stand after an accepted bid (design, section 4): the visible price is the second highest maximum
 * and its increment, at most the highest; a plain bid shows all of itself; who reaches the reserve is shown at
 * the reserve; nobody is shown above the buy-now price. Of equal maxima the earlier leads.
 */
export function standingAfter(spec: AuctionSpec, facts: Facts, offer: Offer): Standing {
  const { leader, leaderMaxPoints, pricePoints } = facts;
  const capped = (shown: number, maxPoints: number): number => {
    const reached = spec.reservePoints !== null && maxPoints >= spec.reservePoints;
    const raised = reached ? Math.max(shown, spec.reservePoints as number) : shown;
    return Math.min(raised, spec.buyNowPoints ?? raised);
  };
  if (leader === offer.by) {
    return {
      leader,
      leaderMaxPoints: offer.amountPoints,
      pricePoints: Math.max(pricePoints ?? 0, capped(pricePoints ?? 0, offer.amountPoints)),
    };
  }
  const beats = (low: number, high: number) => Math.min(high, low + incrementAbove(spec.increments, low));
  if (leader !== null && leaderMaxPoints >= offer.amountPoints) {
    const shown = capped(beats(offer.amountPoints, leaderMaxPoints), leaderMaxPoints);
    return { leader, leaderMaxPoints, pricePoints: shown };
  }
  let shown = offer.amountPoints;
  if (offer.isMax) shown = leader === null ? spec.startPoints : beats(leaderMaxPoints, offer.amountPoints);
  return {
    leader: offer.by,
    leaderMaxPoints: offer.amountPoints,
    pricePoints: capped(shown, offer.amountPoints),
  };
}

/**
 * Why a new bid is refused as things stand, or null if it is accepted. `receivedAt` is when a gateway received it.
 */
export function refusalOf(
  facts: Facts,
  offer: Offer,
  isConfirmed: boolean,
  receivedAt: number,
): { readonly code: AnswerCode; readonly leastPoints: number } | null {
  const { spec } = facts;
  const refusal = (code: AnswerCode, leastPoints = 0) => ({ code, leastPoints });
  if (spec === null) return refusal('unknown_lot');
  if (offer.by === spec.sellerId) return refusal('own_lot');
  if (facts.phase === 'draft' || facts.phase === 'scheduled') return refusal('not_open');
  if (facts.phase !== 'live') return refusal('closed');
  if (facts.endsAt === null) return refusal('paused');
  if (receivedAt >= facts.endsAt) return refusal('closed');
  const next = leastBid(spec, facts.pricePoints);
  if (Math.max(offer.amountPoints, next) > limits.maxPoints) return refusal('limit_exceeded');
  const leads = facts.leader === offer.by;
  const least = leads ? facts.leaderMaxPoints + 1 : next;
  if (leads && !offer.isMax) return refusal('leading_already', least);
  if (offer.amountPoints < least) return refusal('too_low', least);
  if (!isConfirmed && offer.amountPoints > least * limits.suspiciousJumpFactor) {
    return refusal('suspicious_jump', least);
  }
  return null;
}
