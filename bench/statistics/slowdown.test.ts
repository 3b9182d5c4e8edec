import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { slowdown } from './slowdown.ts';

const answers = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 300 });
const rounds = fc.array(answers, { minLength: 1, maxLength: 4 });

describe('slowdown', () => {
  it('is nothing where the burden changes nothing, and everything but the tail where all are slow', () => {
    fc.assert(
      fc.property(rounds, (without) => {
        assert.equal(slowdown(without, without).percent, 0);
        const slower = without.map((round) => round.map((ms) => ms + 1_000));
        const { percent } = slowdown(without, slower);
        assert.ok(percent >= 99 && percent <= 100, `${percent}`);
      }),
    );
  });

  it('counts what is slower than the slowest per cent without the burden', () => {
    const calm = Array.from({ length: 1_000 }, (_, n) => n);
    const burdened = [...calm.slice(0, 950), ...Array.from({ length: 50 }, () => 2_000)];
    assert.deepEqual(slowdown([calm, calm], [calm, burdened]), {
      slowMs: 989,
      percent: 2,
      percents: [0, 4],
      percentSpread: { low: 0, high: 4 },
    });
  });
});
