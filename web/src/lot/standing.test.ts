import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standingOf } from './standing.ts';
import { liveState } from './state.fixture.ts';

const leader = { id: 2, paddle: 1 };

test('while bids are taken', () => {
  assert.equal(standingOf(liveState({ leader: null, pricePoints: null }), 2, false), 'noBids');
  assert.equal(standingOf(liveState({ leader }), 2, true), 'leading');
  assert.equal(standingOf(liveState({ leader }), 3, true), 'outbid');
  assert.equal(standingOf(liveState({ leader }), 3, false), 'watching');
  assert.equal(standingOf(liveState({ leader }), null, false), 'watching');
  assert.equal(standingOf(liveState({ leader, sellerId: 9 }), 9, false), 'ownLot');
});

test('an undone bid leaves its bidder outbid, not forgotten', () => {
  assert.equal(standingOf(liveState({ leader: null, pricePoints: null }), 2, true), 'outbid');
});

test('before and after', () => {
  assert.equal(standingOf(liveState({ phase: 'scheduled' }), 2, false), 'notOpen');
  assert.equal(standingOf(liveState({ phase: 'sold', winner: leader }), 2, true), 'won');
  assert.equal(standingOf(liveState({ phase: 'sold', winner: leader }), 3, true), 'lost');
  assert.equal(standingOf(liveState({ phase: 'unsold', leader }), 2, true), 'over');
});
