import type { AuctionRules } from '../../schema/auction/spec.ts';
import type { PersonId } from '../../schema/ids.ts';
import { incrementAt } from './increments.ts';

/** Who leads, at which visible price, and how far that one goes. */
export interface Standing {
  readonly pricePoints: number;
  readonly leader: PersonId;
  readonly leaderMaxPoints: number;
}

/** An offer by somebody who does not lead, not below the minimum. */
export interface Offer {
  readonly by: PersonId;
  readonly amountPoints: number;
  readonly isMax: boolean;
}

/**
 * The least visible price at which the higher maximum beats the lower one, in points: one increment
 * above the lower, never above the higher. On equal maxima that is the maximum itself.
 */
const beatPoints = (rules: AuctionRules, higherPoints: number, lowerPoints: number): number =>
  Math.min(higherPoints, lowerPoints + incrementAt(rules.increments, lowerPoints));

/** The duel alone, before reserve and buy-now price: of equal maxima the earlier one leads. */
function duel(rules: AuctionRules, leader: PersonId | null, leaderMaxPoints: number, offer: Offer): Standing {
  const { by, amountPoints, isMax } = offer;
  if (leader !== null && amountPoints <= leaderMaxPoints) {
    return { pricePoints: beatPoints(rules, leaderMaxPoints, amountPoints), leader, leaderMaxPoints };
  }
  let pricePoints = amountPoints;
  if (isMax) {
    pricePoints = leader === null ? rules.startPoints : beatPoints(rules, amountPoints, leaderMaxPoints);
  }
  return { pricePoints, leader: by, leaderMaxPoints: amountPoints };
}

/**
 * How things stand after an offer (proxy bidding): the higher maximum leads and shows only as much as it
 * needs, a plain bid shows all of itself. A maximum that reaches the reserve shows at least the reserve,
 * and nobody is shown above the buy-now price.
 */
export function contest(
  rules: AuctionRules,
  leader: PersonId | null,
  leaderMaxPoints: number,
  offer: Offer,
): Standing {
  const standing = duel(rules, leader, leaderMaxPoints, offer);
  const { reservePoints, buyNowPoints } = rules;
  let pricePoints = standing.pricePoints;
  if (reservePoints !== null && standing.leaderMaxPoints >= reservePoints) {
    pricePoints = Math.max(pricePoints, reservePoints);
  }
  if (buyNowPoints !== null) pricePoints = Math.min(pricePoints, buyNowPoints);
  return pricePoints === standing.pricePoints ? standing : { ...standing, pricePoints };
}
