import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffMs } from './backoff.ts';

test('the wait doubles, stays bounded and is never nothing', () => {
  assert.equal(backoffMs(0, 0), 200);
  assert.equal(backoffMs(1, 0), 400);
  assert.ok(backoffMs(0, 0.999) <= 400);
  for (let attempt = 0; attempt < 2_000; attempt += 7) {
    const waitMs = backoffMs(attempt, 0.5);
    assert.ok(waitMs >= 200 && waitMs <= 15_000);
  }
});
