import { z } from 'zod';
import { limits } from '../limits.ts';
import { pointsSchema } from '../money.ts';

const durationMs = z.int().min(limits.minDurationMs).max(limits.maxDurationMs);
const floorMs = z.int().min(limits.minFloorMs).max(limits.maxFloorMs);

/** How the clock answers to bids; frozen when the auction opens. */
export const clockRuleSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('fixed'), durationMs }),
  z.strictObject({ rule: z.literal('softClose'), durationMs, windowMs: floorMs }),
  z.strictObject({
    rule: z.literal('rush'),
    durationMs,
    floorMs,
    cutPerStepMs: z.int().min(0).max(limits.maxDurationMs),
    cutMaxMs: z.int().min(0).max(limits.maxDurationMs),
  }),
]);
export type ClockRule = z.infer<typeof clockRuleSchema>;

/** The least raise: one step for all prices, or a table of bands, each in force from its price on. */
export const incrementsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), stepPoints: pointsSchema }),
  z.strictObject({
    kind: z.literal('table'),
    bands: z
      .array(z.strictObject({ fromPoints: z.int().min(0).max(limits.maxPoints), stepPoints: pointsSchema }))
      .min(1)
      .max(limits.maxIncrementBands)
      .refine((bands) => bands[0]?.fromPoints === 0, 'the first band starts at 0')
      .refine(
        (bands) => bands.every((band, n) => n === 0 || band.fromPoints > (bands[n - 1]?.fromPoints ?? 0)),
        'bands rise in price',
      ),
  }),
]);
export type Increments = z.infer<typeof incrementsSchema>;

/** What a lost video stream does to the clock. */
const onStreamLossSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('nothing') }),
  z.strictObject({ rule: z.literal('pause'), graceMs: z.int().min(1_000).max(600_000) }),
]);

/** The rules of one auction, as its seller chose them. */
export const auctionRulesSchema = z
  .strictObject({
    startPoints: pointsSchema,
    increments: incrementsSchema,
    reservePoints: pointsSchema.nullable(),
    buyNowPoints: pointsSchema.nullable(),
    clock: clockRuleSchema,
    onStreamLoss: onStreamLossSchema,
  })
  .refine((rules) => rules.reservePoints === null || rules.reservePoints >= rules.startPoints, {
    path: ['reservePoints'],
    message: 'the reserve is not below the start price',
  })
  .refine((rules) => rules.buyNowPoints === null || rules.buyNowPoints > rules.startPoints, {
    path: ['buyNowPoints'],
    message: 'the buy-now price is above the start price',
  })
  .refine(
    (rules) =>
      rules.buyNowPoints === null ||
      rules.reservePoints === null ||
      rules.buyNowPoints >= rules.reservePoints,
    { path: ['buyNowPoints'], message: 'the buy-now price is not below the reserve' },
  );
export type AuctionRules = z.infer<typeof auctionRulesSchema>;

/** The rules with the one who sells. */
export type AuctionSpec = AuctionRules & { readonly sellerId: number };

export const phases = ['draft', 'scheduled', 'live', 'sold', 'unsold', 'cancelled', 'settled'] as const;
export const phaseSchema = z.enum(phases);
export type Phase = (typeof phases)[number];
