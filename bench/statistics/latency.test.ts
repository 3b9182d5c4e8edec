import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Latencies } from './latency.ts';

describe('latencies', () => {
  it('gives percentiles to three digits', () => {
    const values = fc.array(fc.double({ min: 0.001, max: 60_000, noNaN: true }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, (ms) => {
        const latencies = new Latencies();
        for (const value of ms) latencies.record(value);
        const sorted = ms.toSorted((a, b) => a - b);
        const summary = latencies.summary();
        for (const [percent, found] of [
          [50, summary.p50Ms],
          [90, summary.p90Ms],
          [95, summary.p95Ms],
          [99, summary.p99Ms],
          [100, summary.maxMs],
        ] as const) {
          // The rank of a percentile that falls between two values is rounded by some, and rounded up by others.
          const rank = Math.max(1, (percent / 100) * sorted.length);
          const lower = sorted[Math.floor(rank) - 1] as number;
          const upper = sorted[Math.ceil(rank) - 1] as number;
          assert.ok(
            found >= lower * 0.998 - 0.001 && found <= upper * 1.002 + 0.001,
            `p${percent} is ${found}`,
          );
        }
        assert.equal(summary.count, ms.length);
      }),
    );
  });

  it('is all zero when there was nothing, and takes a clock that stepped back', () => {
    assert.deepEqual(new Latencies().summary(), {
      count: 0,
      p50Ms: 0,
      p90Ms: 0,
      p95Ms: 0,
      p99Ms: 0,
      maxMs: 0,
    });
    const latencies = new Latencies();
    latencies.record(-3);
    assert.equal(latencies.summary().maxMs, 0.001);
  });
});
