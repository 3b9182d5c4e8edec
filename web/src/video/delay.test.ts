import assert from 'node:assert/strict';
import { test } from 'node:test';
import { delaySeconds, downDelayMsBetween } from './delay.ts';
import { reception } from './reception.fixture.ts';

test('the delay is the way, the buffer and the decoding of the frames between', () => {
  const after = reception({
    bufferedSeconds: 12,
    framesEmitted: 160,
    decodingSeconds: 0.8,
    framesDecoded: 160,
    roundTripSeconds: 0.04,
  });
  assert.equal(Math.round(downDelayMsBetween(reception(), after) ?? 0), 125);
});

test('nothing is said of a delay that cannot be known', () => {
  const more = { framesEmitted: 160, framesDecoded: 160 };
  assert.equal(downDelayMsBetween(reception(), reception()), null);
  assert.equal(downDelayMsBetween(reception(), reception({ ...more, roundTripSeconds: null })), null);
  // A new connection counts from nothing.
  assert.equal(downDelayMsBetween(reception(), reception({ framesEmitted: 3, framesDecoded: 3 })), null);
  assert.equal(downDelayMsBetween(reception(), reception({ ...more, id: 'w' })), null);
});

test('what is shown is never less than what was measured', () => {
  assert.equal(delaySeconds(101), '0.2');
  assert.equal(delaySeconds(200), '0.2');
  assert.equal(delaySeconds(4), '0.1');
  assert.equal(delaySeconds(0), '0.1');
});
