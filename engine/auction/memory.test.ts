import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { openRoom } from './testing/room.ts';

/** Two bidders outbid each other; the bid ids of person 2 are 1, 3, 5 and so on. */
function longDuel(bids: number) {
  const room = openRoom({ clock: { rule: 'fixed', durationMs: 3_600_000 } });
  for (let n = 0; n < bids; n++) room.bid(2 + (n % 2), 1_000 + n * 100);
  return room;
}

test('the last bids of each bidder are remembered, and an older id is refused as stale', () => {
  const extra = 5;
  const room = longDuel(2 * (limits.bidMemoryPerBidder + extra));
  const idOf = (nth: number) => 2 * nth + 1;
  const retry = (nth: number) => room.bid(2, 1, { bidId: idOf(nth) });
  assert.equal(retry(0).code, 'stale_bid_id');
  assert.equal(retry(extra - 1).code, 'stale_bid_id');
  assert.deepEqual(retry(extra), {
    code: 'accepted',
    value: 1_000 + 2 * extra * 100,
    flag: 1,
    position: 2 * extra + 2,
  });
  assert.equal(retry(limits.bidMemoryPerBidder + extra - 1).code, 'accepted');
});

test('an unknown id that was never forgotten is decided, in whatever order ids come', () => {
  const room = openRoom();
  room.bid(2, 1_000, { bidId: 50 });
  room.bid(3, 1_100);
  assert.equal(room.bid(2, 1_200, { bidId: 40 }).code, 'accepted');
  assert.deepEqual(room.bid(2, 9_999, { bidId: 50 }).value, 1_000);
});

test('the same id of two people is two bids', () => {
  const room = openRoom();
  room.bid(2, 1_000, { bidId: 7 });
  assert.deepEqual(room.bid(3, 1_100, { bidId: 7 }).value, 1_100);
});

test('what an undone bid was answered is still its answer', () => {
  const room = openRoom();
  room.bid(2, 1_000);
  const first = room.bid(3, 1_500, { bidId: 7 });
  room.seller('undoLastBid');
  assert.deepEqual(room.bid(3, 1_500, { bidId: 7 }), first);
  assert.equal(room.state.leader, 2);
});

test('paddles are given in the order of first bids and kept for good', () => {
  const room = openRoom();
  room.bid(5, 1_000);
  room.bid(3, 1_100);
  room.seller('undoLastBid');
  room.bid(4, 1_200);
  room.bid(3, 1_300);
  const paddles = [...(room.state.bidders ?? [])].map(([id, { paddle }]) => [id, paddle]);
  assert.deepEqual(paddles, [
    [5, 1],
    [3, 2],
    [4, 3],
  ]);
});
