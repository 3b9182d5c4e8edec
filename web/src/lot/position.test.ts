import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuctionState, PublicEvent } from '../../../schema/auction/public.ts';
import { type LotView, receive, type StateMessage } from './position.ts';
import { liveState } from './state.fixture.ts';

const view = (seq: number, state: Partial<AuctionState> = {}): LotView => ({
  epoch: 'e',
  seq,
  state: liveState(state),
});
const bid = (seq: number, pricePoints: number): PublicEvent => ({
  seq,
  type: 'bid',
  at: 1_000 + seq,
  set: { pricePoints, minimumPoints: pricePoints + 1_000 },
  amountPoints: pricePoints,
});
const events = (list: PublicEvent[], epoch = 'e'): StateMessage => ({
  type: 'events',
  lot: 'L',
  epoch,
  events: list,
  serverNow: 0,
});

test('events in order assign the fields that changed', () => {
  const received = receive(view(4), events([bid(5, 51_000), bid(6, 52_000)]));
  assert.equal(received.kind, 'events');
  assert.ok(received.kind === 'events');
  assert.equal(received.view.seq, 6);
  assert.equal(received.view.state.pricePoints, 52_000);
  assert.equal(received.view.state.minimumPoints, 53_000);
  assert.equal(received.events.length, 2);
});

test('what was seen before is passed over, and an empty list is right as it is', () => {
  const received = receive(
    view(5, { pricePoints: 51_000 }),
    events([bid(4, 50_000), bid(5, 51_000), bid(6, 52_000)]),
  );
  assert.ok(received.kind === 'events');
  assert.deepEqual(
    received.events.map((event) => event.seq),
    [6],
  );
  assert.equal(receive(view(5), events([])).kind, 'events');
});

test('a hole, an unknown start and another epoch are gaps', () => {
  assert.equal(receive(view(4), events([bid(6, 52_000)])).kind, 'gap');
  assert.equal(receive(view(4), events([bid(5, 51_000), bid(7, 53_000)])).kind, 'gap');
  assert.equal(receive(null, events([bid(1, 50_000)])).kind, 'gap');
  assert.equal(receive(view(4), events([], 'other')).kind, 'gap');
});

test('a snapshot replaces everything', () => {
  const received = receive(view(9), {
    type: 'snapshot',
    lot: 'L',
    epoch: 'new',
    seq: 2,
    state: liveState({ pricePoints: 7 }),
    viewers: 1,
    serverNow: 0,
  });
  assert.ok(received.kind === 'snapshot');
  assert.deepEqual([received.view.epoch, received.view.seq, received.view.state.pricePoints], ['new', 2, 7]);
});
