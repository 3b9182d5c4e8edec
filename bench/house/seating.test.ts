import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { seat } from './seating.ts';

const lotsOf = (count: number) => Array.from({ length: count }, (_, n) => `lot ${n}`);

describe('seating', () => {
  it('seats everybody once, watching a lot that they bid on, with nobody alone', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }), fc.nat(60));
    fc.assert(
      fc.property(sizes, ([lotCount, perGroup, more]) => {
        const groupCount = Math.ceil(lotCount / perGroup);
        const sockets = 2 * groupCount + more;
        const lots = lotsOf(lotCount);
        const { groups, homes } = seat(sockets, lots, perGroup);
        assert.deepEqual(
          groups.flatMap((group) => group.lots),
          lots,
        );
        const seated = groups.flatMap((group) => group.connections).sort((a, b) => a - b);
        assert.deepEqual(seated, [...Array(sockets).keys()]);
        for (const group of groups) {
          assert.ok(group.connections.length >= 2);
          for (const n of group.connections) assert.ok(group.lots.includes(homes[n]?.[1] as string));
        }
      }),
    );
  });

  it('gives each of a hundred auctions its ten sockets', () => {
    const { groups, homes } = seat(1_000, lotsOf(100), 1);
    for (const [n, group] of groups.entries()) {
      assert.equal(group.connections.length, 10);
      assert.equal(homes.filter(([, lot]) => lot === `lot ${n}`).length, 10);
    }
  });

  it('says when there are too few sockets', () => {
    assert.throws(() => seat(5, lotsOf(3), 1), /5 sockets are too few for 3 auctions/);
  });
});
