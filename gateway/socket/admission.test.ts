import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../schema/limits.ts';
import { Admission } from './admission.ts';

/** Offers and answers so many bids a millisecond, first in first out; gives the longest wait of those let in after a while. */
function longestWaitMs(offeredPerMs: number, answeredPerMs: number, forMs: number): number {
  const admission = new Admission();
  const waitingSince: number[] = [];
  let due = 0;
  let answers = 0;
  let longestMs = 0;
  for (let nowMs = 1; nowMs <= forMs; nowMs++) {
    for (due += offeredPerMs; due >= 1; due--) if (admission.admit(1, nowMs)) waitingSince.push(nowMs);
    for (answers += answeredPerMs; answers >= 1; answers--) {
      const since = waitingSince.shift();
      if (since === undefined) continue;
      admission.answered();
      if (since > forMs / 2) longestMs = Math.max(longestMs, nowMs - since);
    }
  }
  return longestMs;
}

describe('admission of bids', () => {
  it('keeps the wait near its limit, however fast answers come and however much more is offered', () => {
    const offered = fc.double({ min: 1, max: 10, noNaN: true });
    const answered = fc.double({ min: 5, max: 60, noNaN: true });
    fc.assert(
      fc.property(answered, offered, (perMs, times) => {
        const leastMs = Math.max(limits.maxBidWaitMs, limits.minBidsInFlight / perMs);
        assert.ok(longestWaitMs(perMs * times, perMs, 8 * leastMs) <= 1.5 * leastMs);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses nobody as long as answers keep up', () => {
    const admission = new Admission();
    for (let nowMs = 1; nowMs < 5_000; nowMs++) {
      for (let n = 0; n < 30; n++) assert.ok(admission.admit(1, nowMs));
      for (let n = 0; n < 30; n++) admission.answered();
    }
  });

  it('lets in who has nothing waiting, also when nothing is answered', () => {
    const admission = new Admission();
    for (let n = 0; n < limits.minBidsInFlight; n++) assert.ok(admission.admit(1, 1));
    assert.ok(!admission.admit(1, 1));
    for (let n = 0; n < 100; n++) assert.ok(admission.admit(0, 1));
    admission.answered();
    assert.ok(!admission.admit(1, 1), 'those who came beyond the limit have to be answered first');
  });

  it('forgets how fast it was before a long silence', () => {
    const admission = new Admission();
    for (let n = 0; n < 3 * limits.minBidsInFlight; n++) {
      assert.ok(admission.admit(0, 1));
      admission.answered();
    }
    const later = 1 + 2 * limits.maxBidWaitMs;
    for (let n = 0; n < limits.minBidsInFlight; n++) assert.ok(admission.admit(1, later));
    assert.ok(!admission.admit(1, later));
  });

  it('shares out among gateways how many may wait in any case', () => {
    const gateways = Array.from({ length: 4 }, () => new Admission(4));
    for (let n = 0; n < limits.minBidsInFlight; n++) assert.ok(gateways[n % 4]?.admit(1, 1));
    for (const gateway of gateways) assert.ok(!gateway.admit(1, 1));
  });

  it('has a limit for each socket', () => {
    assert.ok(!new Admission().admit(limits.maxBidsInFlightPerSocket, 1));
  });
});
