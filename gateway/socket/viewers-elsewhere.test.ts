import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { OwnViewers } from './own-viewers.ts';
import { type GatewayViewers, ViewersElsewhere } from './viewers-elsewhere.ts';

const lots = ['a', 'b', 'c'];
/** Who watches on one gateway now: each lot at most once, and none that nobody watches. */
const standing = fc.uniqueArray(
  fc.record({
    lot: fc.constantFrom(...lots),
    count: fc.integer({ min: 1, max: 5 }),
    isPublic: fc.boolean(),
  }),
  { selector: ({ lot }) => lot },
);

test('what gateways tell of their changes adds up to what they have, and lists hear of every change', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), standing)), (steps) => {
      const elsewhere = new ViewersElsewhere();
      const own = [1, 2, 3].map(() => new OwnViewers());
      const now = new Map<number, readonly GatewayViewers[]>();
      /** Lots that were public at any time while they were watched. */
      const known = new Set<string>();
      /** The counts of public lots that a list shows which is told of changes only. */
      const shown = new Map<string, number>();
      for (const [gateway, viewers] of steps) {
        elsewhere.heard(gateway, (own[gateway - 1] as OwnViewers).changes(viewers));
        now.set(gateway, viewers);
        const watched = [...now.values()].flat();
        for (const lot of lots) if (!watched.some((one) => one.lot === lot)) known.delete(lot);
        for (const { lot, isPublic } of viewers) if (isPublic) known.add(lot);
        for (const lot of elsewhere.takeChanged()) shown.set(lot, elsewhere.count(lot));
        for (const lot of lots) {
          const counts = watched.filter((one) => one.lot === lot).map(({ count }) => count);
          const sum = counts.reduce((total, count) => total + count, 0);
          assert.equal(elsewhere.count(lot), sum);
          assert.equal(elsewhere.isPublic(lot), known.has(lot));
          assert.equal([...elsewhere.lots()].includes(lot), sum > 0);
          if (elsewhere.isPublic(lot) || sum === 0) assert.equal(shown.get(lot) ?? 0, sum);
        }
      }
    }),
  );
});

test('a gateway that has nothing new tells nothing', () => {
  const own = new OwnViewers();
  const standing = [{ lot: 'a', count: 1, isPublic: true }];
  assert.deepEqual(own.changes(standing), standing);
  assert.deepEqual(own.changes(standing), []);
  assert.deepEqual(own.changes([]), [{ lot: 'a', count: 0, isPublic: false }]);
  assert.deepEqual(own.changes([]), []);
});
