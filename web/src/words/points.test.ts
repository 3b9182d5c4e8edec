import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatPoints, groupDigits, parsePoints } from './points.ts';

test('amounts carry the sign of the currency and the grouping of the language', () => {
  assert.equal(formatPoints(52_000, 'en'), '₩52,000');
  assert.equal(formatPoints(1_234_567, 'ko'), '₩1,234,567');
});

test('amounts are read as people type them', () => {
  assert.equal(parsePoints('52,000'), 52_000);
  assert.equal(parsePoints('₩ 52 000'), 52_000);
  assert.equal(parsePoints('52000원'), 52_000);
});

test('what is no legal amount is not read', () => {
  for (const text of ['', '0', '-5', 'x', '1e5', '9999999999999'])
    assert.equal(parsePoints(text), null, text);
});

test('digits are grouped while they are typed', () => {
  assert.equal(groupDigits('52000', 'en'), '52,000');
  assert.equal(groupDigits('5x2', 'en'), '52');
  assert.equal(groupDigits('', 'en'), '');
});
