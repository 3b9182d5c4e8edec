import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatChange, formatCountdown, formatDuration, parseDuration } from './countdown.ts';

test('tenths under a minute, minutes and seconds otherwise, hours when there are any', () => {
  assert.equal(formatCountdown(17_400), '0:17.4');
  assert.equal(formatCountdown(5_000), '0:05.0');
  assert.equal(formatCountdown(60_000), '1:00');
  assert.equal(formatCountdown(185_000), '3:05');
  assert.equal(formatCountdown(3_723_000), '1:02:03');
});

test('nothing looks over before it is, and nothing is negative', () => {
  assert.equal(formatCountdown(1), '0:00.1');
  assert.equal(formatCountdown(59_999), '1:00');
  assert.equal(formatCountdown(60_001), '1:01');
  assert.equal(formatCountdown(0), '0:00.0');
  assert.equal(formatCountdown(-300), '0:00.0');
});

test('changes carry their sign', () => {
  assert.equal(formatChange(-4_000), '−4.0');
  assert.equal(formatChange(1_500), '+1.5');
});

test('durations are read as they are written', () => {
  for (const ms of [1_000, 30_000, 60_000, 300_000, 3_600_000, 90_061_000]) {
    assert.equal(parseDuration(formatDuration(ms)), ms);
  }
  assert.equal(parseDuration('5'), 300_000);
  assert.equal(parseDuration(' 0:30 '), 30_000);
  for (const text of ['', 'x', '1:60', '1:2:3:4', '-1', '1.5', '1:']) assert.equal(parseDuration(text), null);
});
