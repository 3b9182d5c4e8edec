import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClockRule } from '../../../schema/auction/spec.ts';
import { inSteps, ropeShare } from './rope-share.ts';

const rush: ClockRule = {
  rule: 'rush',
  durationMs: 60_000,
  floorMs: 10_000,
  cutPerStepMs: 500,
  cutMaxMs: 4_000,
};

test('the rope shows the share of the duration, and is full when the clock was extended beyond it', () => {
  assert.deepEqual(ropeShare(rush, 30_000), { share: 0.5, glows: false });
  assert.deepEqual(ropeShare(rush, 90_000), { share: 1, glows: false });
});

test('under the floor it glows and is full again at the floor', () => {
  assert.deepEqual(ropeShare(rush, 10_000), { share: 1, glows: true });
  assert.deepEqual(ropeShare(rush, 2_500), { share: 0.25, glows: true });
  assert.deepEqual(ropeShare(rush, -20), { share: 0, glows: true });
});

test('a fixed clock has no last stretch', () => {
  assert.equal(ropeShare({ rule: 'fixed', durationMs: 60_000 }, 6_000).glows, false);
});

test('in steps it never looks empty before the end', () => {
  assert.equal(inSteps(0.01), 0.1);
  assert.equal(inSteps(0), 0);
  assert.equal(inSteps(1), 1);
});
