import assert from 'node:assert/strict';
import { test } from 'node:test';
import auction from './behaviour.ts';
import { openRoom } from './testing/room.ts';

test('the seller can be shown the rules as they are, the hidden reserve included', () => {
  const room = openRoom({ reservePoints: 3_000 });
  assert.deepEqual(auction.view(room.state, { ask: 'spec' }), room.state.spec);
  assert.equal(auction.view(auction.initial(), { ask: 'spec' }), null);
});

test('bidders come in the order asked for, and nobody who has not bid is one', () => {
  const room = openRoom();
  room.bid(4, 1_000);
  room.bid(2, 1_100);
  assert.deepEqual(auction.view(room.state, { ask: 'bidders', of: [2, 3, 4] }), [
    { id: 2, paddle: 2 },
    null,
    { id: 4, paddle: 1 },
  ]);
});

test('whoever bids or sells has a seat', () => {
  const room = openRoom();
  room.bid(4, 1_000);
  assert.deepEqual(auction.view(room.state, { ask: 'seats', of: [1, 2, 3, 4] }), [1, 4]);
});
