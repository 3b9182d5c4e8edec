import assert from 'node:assert/strict';
import { test } from 'node:test';
import { levelOf } from './level.ts';

test('silence is nothing, full scale is all, and half of the decibels is half', () => {
  assert.equal(levelOf(new Float32Array(64)), 0);
  assert.equal(levelOf(new Float32Array(0)), 0);
  assert.equal(levelOf(new Float32Array(64).fill(1)), 1);
  assert.ok(Math.abs(levelOf(new Float32Array(64).fill(10 ** (-30 / 20))) - 0.5) < 1e-6);
  assert.equal(levelOf(new Float32Array(64).fill(0.000_1)), 0);
});
