import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Attempts } from './attempts.ts';

test('each wait is longer, after enough of them there is none, and what went well begins anew', () => {
  const attempts = new Attempts(() => 0);
  const waits = Array.from({ length: 8 }, () => attempts.nextMs());
  assert.deepEqual(waits, [200, 400, 800, 1_600, 3_200, 6_400, 7_500, 7_500]);
  assert.equal(attempts.nextMs(), null);
  attempts.forget();
  assert.equal(attempts.nextMs(), 200);
});
