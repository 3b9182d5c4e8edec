import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuctionState, PublicEvent } from '../../../schema/auction/public.ts';
import { changeOf, changeWhileAway } from './clock-change.ts';
import type { LotView } from './position.ts';
import { liveState } from './state.fixture.ts';

const event = (seq: number, type: PublicEvent['type'], more: Partial<PublicEvent>): PublicEvent => ({
  seq,
  type,
  at: 100_000,
  set: {},
  ...more,
});
const view = (seq: number, state: Partial<AuctionState>): LotView => ({
  epoch: 'e',
  seq,
  state: liveState(state),
});

test('the cuts of a burst are one piece', () => {
  const burst = [
    event(1, 'bid', { cutMs: 500 }),
    event(2, 'bid', { cutMs: 0 }),
    event(3, 'bid', { cutMs: 1_500 }),
  ];
  assert.deepEqual(changeOf(burst, 100_100), { seq: 3, cause: 'bid', changeMs: -2_000 });
});

test('a clock that was drawn up gained, and so did one that was extended', () => {
  assert.equal(changeOf([event(1, 'bid', { cutMs: -3_000 })], 100_000)?.changeMs, 3_000);
  assert.deepEqual(changeOf([event(1, 'extended', { addedMs: 30_000 })], 100_000), {
    seq: 1,
    cause: 'extended',
    changeMs: 30_000,
  });
});

test('old cuts are not shown to somebody who catches up, an outage is', () => {
  assert.equal(changeOf([event(1, 'bid', { cutMs: 500 })], 110_000), null);
  assert.equal(changeOf([event(1, 'outage', { addedMs: 9_000 })], 110_000)?.cause, 'outage');
});

test('time that was gained while away without a bid is told', () => {
  const change = changeWhileAway(view(4, { endsAt: 50_000 }), view(5, { endsAt: 62_000 }));
  assert.deepEqual(change, { seq: 5, cause: 'away', changeMs: 12_000 });
  assert.equal(changeWhileAway(null, view(5, {})), null);
  assert.equal(changeWhileAway(view(4, { endsAt: 50_000 }), view(6, { endsAt: 62_000, bidCount: 2 })), null);
  assert.equal(changeWhileAway(view(4, { endsAt: 50_000 }), view(4, { endsAt: 50_000 })), null);
});
