import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { holds } from '../testing/holds.ts';
import { answerTimeMs } from './clock.ts';
import { openRoom } from './testing/room.ts';
import { anyStory } from './testing/steps.ts';
import { tell } from './testing/tell.ts';

test('an undo never shortens the clock and gives nothing but price and lead back', () => {
  holds(anyStory(), (story) => {
    for (const { decision, before, after } of tell(story).turns) {
      if (decision.events[0]?.type !== 'bidUndone') continue;
      assert.ok((after.endsAt ?? 0) >= (before.endsAt ?? 0));
      assert.ok((after.remainingMs ?? 0) >= (before.remainingMs ?? 0));
      if (after.spec.clock.rule === 'fixed') assert.equal(after.endsAt, before.endsAt);
      assert.ok((after.remainingMs ?? after.endsAt ?? 0) >= answerTimeMs(after.spec.clock));
      assert.equal(after.bidCount, before.bidCount - 1);
      assert.deepEqual(after.bidders, before.bidders);
    }
  });
});

test('a raised maximum outlives the undo of a later bid by somebody else', () => {
  const room = openRoom();
  room.bid(2, 2_000, { isMax: true });
  room.bid(3, 1_500);
  room.bid(2, 4_000, { isMax: true });
  room.seller('undoLastBid');
  assert.deepEqual([room.state.pricePoints, room.state.leaderMaxPoints], [1_000, 4_000]);
});

test('a raised maximum goes with the bid that it raised', () => {
  const room = openRoom();
  room.bid(2, 2_000, { isMax: true });
  room.bid(3, 2_500);
  room.bid(2, 3_000);
  room.bid(2, 9_000, { isMax: true });
  room.seller('undoLastBid');
  assert.deepEqual([room.state.leader, room.state.leaderMaxPoints], [3, 2_500]);
  room.seller('undoLastBid');
  assert.deepEqual([room.state.leader, room.state.leaderMaxPoints], [2, 2_000]);
});

test('bids can be undone down to none, and as deep as books are kept', () => {
  const room = openRoom();
  for (let n = 0; n < limits.undoDepth + 3; n++) room.bid(2 + (n % 2), 1_000 + n * 100);
  for (let n = 0; n < limits.undoDepth; n++) assert.equal(room.seller('undoLastBid'), 'accepted');
  assert.equal(room.state.pricePoints, 1_200);
  assert.equal(room.seller('undoLastBid'), 'no_bid_to_undo');

  const fresh = openRoom();
  fresh.bid(2, 1_000);
  fresh.seller('undoLastBid');
  assert.deepEqual([fresh.state.pricePoints, fresh.state.leader, fresh.state.bidCount], [null, null, 0]);
  assert.equal(fresh.seller('undoLastBid'), 'no_bid_to_undo');
});
