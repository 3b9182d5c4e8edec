import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockBaseMs, monotonicClock } from './clock.ts';

test('a step of the system time moves no clock', (t) => {
  const clock = monotonicClock(clockBaseMs());
  const before = clock();
  t.mock.method(Date, 'now', () => 0);
  const after = clock();
  assert.ok(after >= before && after - before < 60_000);
});

test('all threads that share a base read the same time, in whole milliseconds', (t) => {
  const base = clockBaseMs();
  const [one, other] = [monotonicClock(base), monotonicClock(base)];
  t.mock.method(process, 'hrtime', () => [12, 345_678_900] as [number, number]);
  assert.equal(one(), other());
  assert.equal(one(), Math.floor(base + 12_345.6789));
});

test('the base turns elapsed time into the time of day', (t) => {
  t.mock.method(Date, 'now', () => 1_700_000_000_000);
  t.mock.method(process, 'hrtime', () => [100, 500_000_000] as [number, number]);
  assert.equal(monotonicClock(clockBaseMs())(), 1_700_000_000_000);
});
