import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClockRule } from '../../../schema/auction/spec.ts';
import { afterEffectMs, clockEffect } from './rule.ts';

const rush: ClockRule = {
  rule: 'rush',
  durationMs: 60_000,
  floorMs: 10_000,
  cutPerStepMs: 500,
  cutMaxMs: 4_000,
};

test('rush: the least raise burns nothing, each further step burns its part, up to the most', () => {
  assert.deepEqual(clockEffect(rush, 60_000, 1), { kind: 'none' });
  assert.deepEqual(clockEffect(rush, 60_000, 4), { kind: 'cut', cutMs: 1_500 });
  assert.deepEqual(clockEffect(rush, 60_000, 100), { kind: 'cut', cutMs: 4_000 });
});

test('rush: a cut stops at the floor, and under the floor any bid draws the clock up to it', () => {
  assert.deepEqual(clockEffect(rush, 11_000, 100), { kind: 'drawnTo', remainingMs: 10_000 });
  assert.deepEqual(clockEffect(rush, 3_000, 1), { kind: 'drawnTo', remainingMs: 10_000 });
});

test('rush: no bid ever leaves less than the floor', () => {
  for (let remainingMs = 0; remainingMs <= 60_000; remainingMs += 250) {
    for (let steps = 1; steps < 20; steps++) {
      const afterMs = afterEffectMs(remainingMs, clockEffect(rush, remainingMs, steps));
      assert.ok(afterMs >= rush.floorMs, `${remainingMs} ms, ${steps} steps`);
    }
  }
});

test('soft close resets to its window when less is left, and a fixed clock answers to nothing', () => {
  const soft: ClockRule = { rule: 'softClose', durationMs: 60_000, windowMs: 15_000 };
  assert.deepEqual(clockEffect(soft, 20_000, 9), { kind: 'none' });
  assert.deepEqual(clockEffect(soft, 14_000, 1), { kind: 'drawnTo', remainingMs: 15_000 });
  assert.deepEqual(clockEffect({ rule: 'fixed', durationMs: 60_000 }, 1, 9), { kind: 'none' });
});
