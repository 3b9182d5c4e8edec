import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Point, theilSenSlope } from './theil-sen.ts';

const whole = fc.integer({ min: -1_000, max: 1_000 });
const clouds = fc.array(fc.tuple(whole, whole), { minLength: 2, maxLength: 40 });

describe("Theil and Sen's slope", () => {
  it('is the slope of a line, wherever a fifth of its points have gone', () => {
    const line = fc.record({
      slope: whole,
      start: whole,
      count: fc.integer({ min: 4, max: 60 }),
      strays: fc.array(fc.tuple(fc.nat(), whole), { maxLength: 60 }),
    });
    fc.assert(
      fc.property(line, ({ slope, start, count, strays }) => {
        const points: Point[] = Array.from({ length: count }, (_, x) => [x, start + slope * x]);
        for (const [n, y] of strays.slice(0, Math.floor(count / 5))) points[n % count] = [n % count, y * 1e6];
        assert.equal(theilSenSlope(points), slope);
      }),
    );
  });

  it('does not depend on the order of the points, nor on where they begin', () => {
    fc.assert(
      fc.property(clouds, whole, whole, (points, byX, byY) => {
        const slope = theilSenSlope(points);
        assert.equal(theilSenSlope(points.toReversed()), slope);
        assert.equal(theilSenSlope(points.map(([x, y]) => [x + byX, y + byY])), slope);
      }),
    );
  });

  it('is none of fewer than two', () => {
    assert.deepEqual([theilSenSlope([]), theilSenSlope([[1, 7]])], [0, 0]);
  });
});
