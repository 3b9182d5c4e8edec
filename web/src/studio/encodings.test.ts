import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodingsFor } from './encodings.ts';

test('three sizes, the smallest first', () => {
  assert.deepEqual(encodingsFor(4_000_000), [
    { scaleResolutionDownBy: 4, maxBitrate: 150_000 },
    { scaleResolutionDownBy: 2, maxBitrate: 500_000 },
    { scaleResolutionDownBy: 1, maxBitrate: 1_500_000 },
  ]);
});

test('together they stay below what the server takes', () => {
  const total = encodingsFor(1_000_000).reduce((sum, { maxBitrate }) => sum + maxBitrate, 0);
  assert.ok(total <= 900_000 && total > 890_000, String(total));
});
