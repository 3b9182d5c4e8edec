import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Beats } from './beats.ts';

const periodMs = 50;

/** When beats were due and came, with ticks of the same period that each came so much late. */
function beatsOf(ratePerSecond: number, latesMs: readonly number[]) {
  const beats: { dueMs: number; atMs: number }[] = [];
  let nowMs = 0;
  const all = new Beats(
    ratePerSecond,
    (dueMs, atMs) => beats.push({ dueMs, atMs }),
    () => nowMs,
  );
  for (const [n, lateMs] of latesMs.entries()) {
    nowMs = (n + 1) * periodMs + lateMs;
    all.tick((n + 1) * periodMs);
  }
  return beats;
}

describe('Beats', () => {
  it('come as late as their tick, however late the first one was', () => {
    const late = fc.integer({ min: 0, max: periodMs - 1 });
    fc.assert(
      fc.property(fc.array(late, { minLength: 1, maxLength: 20 }), (latesMs) => {
        const beats = beatsOf(1_000 / periodMs, latesMs);
        assert.deepEqual(
          beats,
          latesMs.map((lateMs, n) => ({ dueMs: (n + 1) * periodMs, atMs: (n + 1) * periodMs + lateMs })),
        );
      }),
    );
  });

  it('are caught up with when a tick was left out', () => {
    assert.deepEqual(
      beatsOf(1_000 / periodMs, [0, 120]).map(({ dueMs }) => dueMs),
      [50, 100, 150, 200],
    );
  });

  it('are several in a tick when they are faster than ticks', () => {
    assert.deepEqual(
      beatsOf(40, [0, 0, 0]).map(({ dueMs }) => dueMs),
      [50, 75, 100, 125, 150],
    );
  });
});
