import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectOf, quickBids, stepsOf } from './quick-bids.ts';
import { liveState } from './state.fixture.ts';

test('the least bid, two and five steps, each with what it does to the clock', () => {
  assert.deepEqual(quickBids(liveState(), 40_000), [
    { steps: 1, amountPoints: 51_000, effect: { kind: 'none' } },
    { steps: 2, amountPoints: 52_000, effect: { kind: 'cut', cutMs: 500 } },
    { steps: 5, amountPoints: 55_000, effect: { kind: 'cut', cutMs: 2_000 } },
  ]);
});

test('before the first bid raises count from the start price', () => {
  const state = liveState({ pricePoints: null, minimumPoints: 50_000, leader: null });
  assert.deepEqual(
    quickBids(state, 40_000).map((bid) => bid.amountPoints),
    [50_000, 51_000, 54_000],
  );
  assert.equal(stepsOf(state, 50_000), 0);
  assert.equal(stepsOf(state, 54_000), 4);
});

test('an own amount between two steps burns its part', () => {
  assert.deepEqual(effectOf(liveState(), 52_500, 40_000), { kind: 'cut', cutMs: 750 });
});

test('under the floor every bid draws the clock up', () => {
  for (const bid of quickBids(liveState(), 4_000))
    assert.deepEqual(bid.effect, { kind: 'drawnTo', remainingMs: 10_000 });
});

test('no quick bid goes above the buy-now price', () => {
  assert.deepEqual(
    quickBids(liveState({ buyNowPoints: 53_000 }), 40_000).map((bid) => bid.amountPoints),
    [51_000, 52_000],
  );
});
