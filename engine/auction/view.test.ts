import assert from 'node:assert/strict';
import { test } from 'node:test';
import auction from './behaviour.ts';
import { openRoom } from './testing/room.ts';

test('the seller can be shown the rules as they are, the hidden reserve included', () => {
  const room = openRoom({ reservePoints: 3_000 });
  assert.deepEqual(auction.view(room.state, { ask: 'spec' }), room.state.spec);
  assert.equal(auction.view(auction.initial(), { ask: 'spec' }), null);
});

test('paddles come in the order asked for, and nobody who has not bid has one', () => {
  const room = openRoom();
  room.bid(4, 1_000);
  room.bid(2, 1_100);
  assert.deepEqual(auction.view(room.state, { ask: 'paddles', of: [2, 3, 4] }), [2, null, 1]);
});
