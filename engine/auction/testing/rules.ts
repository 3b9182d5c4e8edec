import fc from 'fast-check';
import type { AuctionSpec, ClockRule, Increments } from '../../../schema/auction/spec.ts';

/** The seller of every lot in the tests; the bidders are `bidders`. */
export const seller = 1;
export const bidders = [2, 3, 4, 5] as const;
/** Whom the lot knows only once a guest has turned out to be this person. */
export const newcomer = 6;

const durationMs = fc.integer({ min: 5_000, max: 300_000 });
const floorMs = fc.integer({ min: 500, max: 20_000 });

export const anyFixed: fc.Arbitrary<ClockRule> = fc.record({
  rule: fc.constant('fixed' as const),
  durationMs,
});
export const anySoftClose: fc.Arbitrary<ClockRule> = fc.record({
  rule: fc.constant('softClose' as const),
  durationMs,
  windowMs: floorMs,
});
export const anyRush: fc.Arbitrary<ClockRule> = fc.record({
  rule: fc.constant('rush' as const),
  durationMs,
  floorMs,
  cutPerStepMs: fc.integer({ min: 0, max: 8_000 }),
  cutMaxMs: fc.integer({ min: 0, max: 30_000 }),
});
export const anyClock = fc.oneof(anyFixed, anySoftClose, anyRush);

const stepPoints = fc.integer({ min: 1, max: 300 });

/** Tables whose steps also fall with the price: nothing may rest on rising steps. */
export const anyIncrements: fc.Arbitrary<Increments> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), stepPoints }),
  fc.uniqueArray(fc.integer({ min: 1, max: 6_000 }), { maxLength: 4 }).chain((starts) =>
    fc.array(stepPoints, { minLength: starts.length + 1, maxLength: starts.length + 1 }).map((steps) => ({
      kind: 'table' as const,
      bands: [0, ...starts.sort((a, b) => a - b)].map((fromPoints, n) => ({
        fromPoints,
        stepPoints: steps[n] as number,
      })),
    })),
  ),
);

/** Any valid rules of a lot, with prices near enough that reserve and buy-now price are often reached. */
export const anySpec = (clock: fc.Arbitrary<ClockRule> = anyClock): fc.Arbitrary<AuctionSpec> =>
  fc
    .record({
      startPoints: fc.integer({ min: 1, max: 1_000 }),
      increments: anyIncrements,
      reserveAbove: fc.option(fc.integer({ min: 0, max: 3_000 })),
      buyNowAbove: fc.option(fc.integer({ min: 1, max: 20_000 }), { freq: 1 }),
      clock,
      onStreamLoss: fc.oneof(
        fc.record({ rule: fc.constant('nothing' as const) }),
        fc.record({ rule: fc.constant('pause' as const), graceMs: fc.integer({ min: 1_000, max: 20_000 }) }),
      ),
    })
    .map(({ reserveAbove, buyNowAbove, ...rules }) => {
      const reservePoints = reserveAbove === null ? null : rules.startPoints + reserveAbove;
      const lowest = reservePoints ?? rules.startPoints;
      return {
        ...rules,
        sellerId: seller,
        reservePoints,
        buyNowPoints: buyNowAbove === null ? null : lowest + buyNowAbove,
      };
    });
