import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layerFor } from './layers.ts';

test('the layer goes by the pixels that the screen really has', () => {
  assert.equal(layerFor('auto', 270, 1), 0);
  assert.equal(layerFor('auto', 271, 1), 1);
  assert.equal(layerFor('auto', 219, 3), 2);
  assert.equal(layerFor('auto', 540, 1), 1);
  assert.equal(layerFor('auto', 541, 1), 2);
});

test('a choice counts more than the size', () => {
  assert.equal(layerFor('low', 2_000, 2), 0);
  assert.equal(layerFor('medium', 100, 1), 1);
  assert.equal(layerFor('high', 100, 1), 2);
});
