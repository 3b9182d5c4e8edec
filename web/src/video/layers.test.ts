import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wishedLayer } from './layers.ts';

test('the layer goes by the pixels that the screen really has', () => {
  assert.equal(wishedLayer('auto', 270, 1), 0);
  assert.equal(wishedLayer('auto', 271, 1), 1);
  assert.equal(wishedLayer('auto', 219, 3), 2);
  assert.equal(wishedLayer('auto', 540, 1), 1);
  assert.equal(wishedLayer('auto', 541, 1), 2);
});

test('who chooses less gets less, and never more than can be seen', () => {
  assert.equal(wishedLayer('low', 2_000, 2), 0);
  assert.equal(wishedLayer('medium', 2_000, 2), 1);
  assert.equal(wishedLayer('medium', 100, 1), 0);
});
