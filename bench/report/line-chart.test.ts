import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { niceTicks, svgOfLines } from './line-chart.ts';

const figure = fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 1e9, noNaN: true }));
const places = (svg: string) =>
  [...svg.matchAll(/points="([^"]*)"/g)].map(([, path = '']) =>
    path
      .split(' ')
      .filter((place) => place !== '')
      .map((place) => place.split(',').map(Number) as [number, number]),
  );

describe('a line chart', () => {
  it('has every point in the picture, higher for larger figures and further right for later ones', () => {
    const line = fc.array(fc.tuple(figure, figure), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(line, fc.boolean(), (points, isLogarithmic) => {
        const chart = { name: 'x', title: 'x', unit: 'ms', xUnit: 'minutes', isLogarithmic };
        const [drawn = []] = places(svgOfLines({ ...chart, lines: [{ label: 'a', points }] }));
        assert.equal(drawn.length, points.length);
        for (const [n, [x, y]] of points.entries()) {
          const [drawnX, drawnY] = drawn[n] as [number, number];
          assert.ok(drawnX >= 0 && drawnX <= 760 && drawnY >= 0 && drawnY <= 300, `${x}, ${y}`);
          for (const [m, [otherX, otherY]] of points.entries()) {
            const [otherDrawnX, otherDrawnY] = drawn[m] as [number, number];
            if (x > otherX) assert.ok(drawnX >= otherDrawnX);
            if (y > otherY) assert.ok(drawnY <= otherDrawnY);
          }
        }
      }),
    );
  });

  it('draws what has no points, and escapes what it is told', () => {
    const svg = svgOfLines({
      name: 'x',
      title: '<b>',
      unit: '&',
      xUnit: '<',
      lines: [{ label: '"<', points: [] }],
    });
    assert.equal(svg.includes('<b>') || svg.includes('NaN'), false);
    assert.match(svg, /&quot;&lt;/);
  });

  it('counts in steps of one, two or five, up to the most and no step further', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (most) => {
        const ticks = niceTicks(most);
        const step = ticks[1] as number;
        assert.match(step.toExponential(0), /^[125]e/);
        assert.ok(ticks.length >= 2 && ticks.length <= 11);
        const last = ticks.at(-1) as number;
        assert.ok(last >= most * (1 - 1e-8) && last - step < most, `${most}: ${ticks}`);
      }),
    );
  });
});
