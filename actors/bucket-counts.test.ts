import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BucketCounts } from './bucket-counts.ts';
import { holds } from './testing/holds.ts';

test('every value is in the first bucket whose bound it does not exceed, and none is lost', () => {
  const anyBounds = fc.uniqueArray(fc.nat(50), { maxLength: 6 }).map((all) => all.sort((a, b) => a - b));
  holds(fc.tuple(anyBounds, fc.array(fc.nat(60), { maxLength: 40 })), ([bounds, values]) => {
    const counted = new BucketCounts(bounds);
    for (const value of values) counted.record(value);
    const { counts, sum } = counted.view();
    for (const [n, bound] of bounds.entries()) {
      const upTo = counts.slice(0, n + 1).reduce((total, count) => total + count, 0);
      assert.equal(upTo, values.filter((value) => value <= bound).length);
    }
    assert.equal(
      counts.reduce((total, count) => total + count, 0),
      values.length,
    );
    assert.equal(
      sum,
      values.reduce((total, value) => total + value, 0),
    );
  });
});

test('bounds rise', () => {
  assert.throws(() => new BucketCounts([1, 3, 2]), RangeError);
  assert.throws(() => new BucketCounts([1, 1]), RangeError);
});
