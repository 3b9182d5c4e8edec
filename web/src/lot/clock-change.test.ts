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

test('an outage that followed another is told with it', () => {
  const set = { lastOutage: { at: 100_000, addedMs: 9_300 } };
  assert.equal(changeOf([event(1, 'outage', { addedMs: 300, set })], 100_000)?.changeMs, 9_300);
});

test('time that was gained while away without a bid is told', () => {
  const before = view(4, { endsAt: 50_000 });
  const change = changeWhileAway(before, view(5, { endsAt: 62_000 }), 40_000);
  assert.deepEqual(change, { seq: 5, cause: 'away', changeMs: 12_000 });
  assert.equal(changeWhileAway(null, view(5, {}), 40_000), null);
  assert.equal(changeWhileAway(before, view(6, { endsAt: 62_000, bidCount: 2 }), 40_000), null);
  assert.equal(changeWhileAway(before, before, 40_000), null);
});

test('an outage is told by its name to who comes back from it, once', () => {
  const lastOutage = { at: 100_000, addedMs: 35_100 };
  const told = { seq: 7, cause: 'outage', changeMs: 35_100 };
  const after = view(7, { endsAt: 130_000, bidCount: 3, lastOutage });
  assert.deepEqual(changeWhileAway(view(4, { endsAt: 90_000 }), after, 900_000), told);
  assert.equal(changeWhileAway(after, after, 101_000), null);
});

test('who comes in new is told of an outage while it is recent, and never once the lot is over', () => {
  const lastOutage = { at: 100_000, addedMs: 35_100 };
  assert.equal(changeWhileAway(null, view(7, { lastOutage }), 110_000)?.cause, 'outage');
  assert.equal(changeWhileAway(null, view(7, { lastOutage }), 400_000), null);
  assert.equal(changeWhileAway(null, view(7, { lastOutage, phase: 'sold' }), 110_000), null);
});
