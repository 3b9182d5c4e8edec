import fc from 'fast-check';
import type { AuctionSpec, ClockRule } from '../../../schema/auction/spec.ts';
import { anySpec, bidders, newcomer, seller } from './rules.ts';

/** How much a bid of a story offers: it depends on how things stand when its turn comes. */
export type Amount =
  /** So many increments above the minimum. */
  | { readonly of: 'steps'; readonly count: number }
  /** The hidden maximum of the leader, or just beside it. */
  | { readonly of: 'maximum'; readonly plus: number }
  | { readonly of: 'points'; readonly points: number };

/** What takes no more words than its name. */
type Plain = 'pause' | 'resume' | 'open' | 'cancel' | 'undoLastBid' | 'streamUp' | 'streamDown';

/** One step of a story: what somebody does some time after the step before. */
export type Step = { readonly waitMs: number } & (
  | {
      readonly does: 'bid';
      readonly by: number;
      readonly amount: Amount;
      readonly isMax: boolean;
      readonly confirmed: boolean;
      /** The bid's id is a new one, or that of the n-th last bid of this person. */
      readonly again: number | null;
      /** How long it had been waiting when it was decided. */
      readonly queuedMs: number;
    }
  | { readonly does: Plain }
  /** Staff bans this person, or whoever leads. */
  | { readonly does: 'voidBids'; readonly person: number | null }
  /** A guest, or whoever leads or sells, turns out to be somebody else. */
  | { readonly does: 'merge'; readonly from: number | 'leader' | 'seller'; readonly to: number }
  | { readonly does: 'hammer'; readonly belowReserve: boolean }
  | { readonly does: 'extend'; readonly addMs: number }
  | { readonly does: 'schedule'; readonly aheadMs: number }
  | { readonly does: 'revise'; readonly spec: AuctionSpec }
  | { readonly does: 'outage'; readonly lastedMs: number; readonly agoMs: number; readonly isNew: boolean }
  | { readonly does: 'strayTick'; readonly offMs: number }
  /** Waits for the deadline and fires it, so late. */
  | { readonly does: 'wait'; readonly lateMs: number }
);

/** A lot's rules and everything that is done to it. */
export interface Story {
  readonly spec: AuctionSpec;
  readonly steps: readonly Step[];
}

const waitMs = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 1_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 30_000 }) },
);

const anyAmount: fc.Arbitrary<Amount> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ of: fc.constant('steps' as const), count: fc.integer({ min: -1, max: 12 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ of: fc.constant('maximum' as const), plus: fc.integer({ min: -1, max: 1 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      of: fc.constant('points' as const),
      points: fc.oneof(fc.integer({ min: -5, max: 9_000 }), fc.integer({ min: 0, max: 2 ** 45 })),
    }),
  },
);

/** A bid by one of the bidders, now and then by the seller. */
const anyBid: fc.Arbitrary<Step> = fc.record({
  waitMs,
  does: fc.constant('bid' as const),
  by: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...bidders) },
    { weight: 1, arbitrary: fc.constant(seller) },
  ),
  amount: anyAmount,
  isMax: fc.boolean(),
  confirmed: fc.boolean().map((no) => !no),
  again: fc.oneof(
    { weight: 8, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }) },
  ),
  queuedMs: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
  ),
});

const plainly = (...does: readonly Plain[]) => fc.record({ waitMs, does: fc.constantFrom(...does) });

const anythingElse: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: plainly('undoLastBid') },
  {
    weight: 5,
    arbitrary: fc.record({
      waitMs,
      does: fc.constant('voidBids' as const),
      person: fc.option(fc.constantFrom(...bidders), { freq: 1 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      waitMs,
      does: fc.constant('merge' as const),
      from: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...bidders, 'leader' as const) },
        { weight: 1, arbitrary: fc.constant('seller' as const) },
      ),
      to: fc.constantFrom(seller, ...bidders, newcomer),
    }),
  },
  { weight: 16, arbitrary: plainly('pause', 'resume', 'resume') },
  { weight: 12, arbitrary: plainly('streamUp', 'streamDown') },
  { weight: 1, arbitrary: plainly('open', 'cancel') },
  {
    weight: 1,
    arbitrary: fc.record({ waitMs, does: fc.constant('hammer' as const), belowReserve: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      waitMs,
      does: fc.constant('extend' as const),
      addMs: fc.oneof(fc.integer({ min: -1, max: 60_000 }), fc.integer({ min: 0, max: 2 ** 33 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      waitMs,
      does: fc.constant('schedule' as const),
      aheadMs: fc.integer({ min: -10, max: 60_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ waitMs, does: fc.constant('revise' as const), spec: anySpec() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      waitMs,
      does: fc.constant('outage' as const),
      lastedMs: fc.integer({ min: 0, max: 30_000 }),
      agoMs: fc.integer({ min: 0, max: 5_000 }),
      isNew: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      waitMs,
      does: fc.constant('strayTick' as const),
      offMs: fc.integer({ min: -3_000, max: 3_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      waitMs,
      does: fc.constant('wait' as const),
      lateMs: fc.integer({ min: 0, max: 500 }),
    }),
  },
);

const beginnings: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 16, arbitrary: fc.constant([{ waitMs: 0, does: 'open' } as const]) },
  {
    weight: 8,
    arbitrary: fc.constant([
      { waitMs: 0, does: 'streamUp' } as const,
      { waitMs: 0, does: 'schedule', aheadMs: 5_000 } as const,
      { waitMs: 0, does: 'wait', lateMs: 3 } as const,
    ]),
  },
  { weight: 1, arbitrary: fc.constant([]) },
);

/** Any story of a lot, mostly of bids. */
export const anyStory = (clock?: fc.Arbitrary<ClockRule>): fc.Arbitrary<Story> =>
  fc.record({
    spec: anySpec(clock),
    steps: fc
      .tuple(
        beginnings,
        fc.array(fc.oneof({ weight: 7, arbitrary: anyBid }, { weight: 3, arbitrary: anythingElse }), {
          minLength: 1,
          maxLength: 40,
          size: 'max',
        }),
      )
      .map(([beginning, rest]) => [...beginning, ...rest]),
  });
