import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { median, spread } from './median.ts';

describe('median', () => {
  it('has as many figures below it as above', () => {
    const figures = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(figures, (all) => {
        const middle = median(all);
        const half = all.length / 2;
        assert.ok(all.filter((figure) => figure < middle).length <= half);
        assert.ok(all.filter((figure) => figure > middle).length <= half);
        const { low, high } = spread(all);
        assert.ok(low <= middle && middle <= high);
      }),
    );
  });

  it('of two is their mean, of none zero', () => {
    assert.equal(median([4, 1]), 2.5);
    assert.equal(median([]), 0);
  });
});
