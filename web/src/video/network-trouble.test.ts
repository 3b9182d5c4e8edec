import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictBetween } from './network-trouble.ts';
import { reception } from './reception.fixture.ts';
import type { Reception } from './reception.ts';

/** The verdict on two seconds of 30 frames each in which all went well but for what is told. */
function verdict(more: Partial<Record<Exclude<keyof Reception, 'id'>, number>> = {}) {
  const before = reception();
  const added = (field: Exclude<keyof Reception, 'id'>, usually: number) =>
    (before[field] ?? 0) + (more[field] ?? usually);
  return verdictBetween(before, {
    ...before,
    atMs: added('atMs', 2_000),
    packetsReceived: added('packetsReceived', 300),
    packetsLost: added('packetsLost', 0),
    bufferedSeconds: added('bufferedSeconds', 3),
    framesEmitted: added('framesEmitted', 60),
    framesDecoded: added('framesDecoded', 60),
    framesDropped: added('framesDropped', 0),
    freezes: added('freezes', 0),
  });
}

test('loss, frames too late, a full buffer and a picture that freezes are trouble, by how much there is of them', () => {
  assert.equal(verdict(), 'calm');
  assert.equal(verdict({ packetsLost: 3 }), 'calm');
  assert.equal(verdict({ packetsLost: 15 }), 'uneasy');
  assert.equal(verdict({ packetsLost: 60 }), 'troubled');
  assert.equal(verdict({ framesDropped: 10 }), 'uneasy');
  assert.equal(verdict({ framesDropped: 30 }), 'troubled');
  assert.equal(verdict({ bufferedSeconds: 20 }), 'uneasy');
  assert.equal(verdict({ bufferedSeconds: 40 }), 'troubled');
  assert.equal(verdict({ freezes: 1 }), 'troubled');
});

test('few frames a second wait longer, which is no trouble', () => {
  const few = { framesDecoded: 8, framesEmitted: 8 };
  assert.equal(verdict({ ...few, bufferedSeconds: 8 * 0.4 }), 'calm');
  assert.equal(verdict({ ...few, bufferedSeconds: 8 * 0.6 }), 'uneasy');
});

test('lost packets that came after all are no loss', () => {
  assert.equal(verdict({ packetsLost: -8 }), 'calm');
});

test('a screen on which nothing moves does not freeze', () => {
  assert.equal(verdict({ freezes: 2, framesDecoded: 3, framesEmitted: 3, bufferedSeconds: 0.1 }), 'calm');
});

test('nothing is said of a picture that does not come, nor of another than before', () => {
  assert.equal(verdict({ packetsReceived: 0 }), null);
  assert.equal(verdictBetween(reception(), reception({ id: 'w', packetsReceived: 2_000 })), null);
});
