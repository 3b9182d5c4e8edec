import type { AuctionRules, Increments } from '../../schema/auction/spec.ts';

/**
 * The least raise above a visible price, in points: the fixed step, or the step of the table's last band
 * that begins at or below the price.
 */
export function incrementAt(increments: Increments, pricePoints: number): number {
  if (increments.kind === 'fixed') return increments.stepPoints;
  let stepPoints = 0;
  for (const band of increments.bands) {
    if (band.fromPoints > pricePoints) break;
    stepPoints = band.stepPoints;
  }
  return stepPoints;
}

/** The price that raises are counted from: the visible price, or the start price before the first bid. */
export const basePoints = (rules: AuctionRules, pricePoints: number | null): number =>
  pricePoints ?? rules.startPoints;

/**
 * The least acceptable bid of somebody who does not lead, in points: the start price, later the visible
 * price and its increment. It never asks for more than the buy-now price, or a step that does not divide
 * the way there would make the buy-now price itself too low.
 */
export function minimumPoints(rules: AuctionRules, pricePoints: number | null): number {
  if (pricePoints === null) return rules.startPoints;
  const nextPoints = pricePoints + incrementAt(rules.increments, pricePoints);
  return rules.buyNowPoints === null ? nextPoints : Math.min(nextPoints, rules.buyNowPoints);
}
