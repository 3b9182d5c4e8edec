import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Person } from '../../gateway/socket/testing/person.ts';
import type { StoredAuction } from '../../gateway/socket/testing/stored-actors.ts';
import type { AuctionEvent } from '../../schema/auction/events.ts';
import type { TimedBid } from './market.ts';
import { acceptedAgainAt, overtaken, standstill, uncoveredMs } from './timing.ts';

const outage = (from_at: number, to_at: number) => ({ outage_id: 1, from_at, to_at });
const auction = (bids: ReadonlyArray<{ bidId: number; at: number }>): StoredAuction => ({
  lot: 'lot',
  seqs: [],
  events: bids.map((bid) => ({ type: 'maxRaised', by: 1, amountPoints: 1, ...bid }) as AuctionEvent),
});
const sent = (bidId: number, firstSentAt: number, acknowledgedAt: number | null): TimedBid => ({
  by: { id: 1 } as Person,
  lot: 'lot',
  offer: { bidId, max: 1 },
  answer: null,
  firstSentAt,
  acknowledgedAt,
  contradiction: null,
});

test('a span is covered by outages as far as they reach into it, each moment once', () => {
  const span = { from: 100, to: 200 };
  assert.equal(uncoveredMs(span, []), 100);
  assert.equal(uncoveredMs(span, [outage(0, 300)]), 0);
  assert.equal(uncoveredMs(span, [outage(150, 300), outage(90, 110)]), 40);
  assert.equal(uncoveredMs(span, [outage(110, 150), outage(120, 130), outage(140, 160)]), 50);
  assert.equal(uncoveredMs(span, [outage(0, 50), outage(250, 300)]), 100);
});

test('the longest pause that ended after a moment is the standstill', () => {
  const bids = [0, 500, 510, 540, 900, 910].map((at, bidId) => ({ at, bidId }));
  assert.deepEqual(standstill(auction(bids), 520), { from: 540, to: 900 });
  assert.deepEqual(standstill(auction(bids), 400), { from: 0, to: 500 });
});

test('bids are taken again when the first that was decided anew is acknowledged', () => {
  const order = auction([
    { bidId: 1, at: 10 },
    { bidId: 2, at: 50 },
    { bidId: 3, at: 60 },
  ]);
  const bids = [sent(1, 5, 45), sent(2, 20, 55), sent(3, 57, 62)];
  assert.equal(acceptedAgainAt(order, bids, 40), 55);
  assert.equal(acceptedAgainAt(order, bids, 60), null);
});

test('a bid that was sent after another was acknowledged may not stand before it', () => {
  const order = auction([
    { bidId: 1, at: 1 },
    { bidId: 2, at: 2 },
  ]);
  assert.deepEqual(overtaken(order, [sent(1, 10, 20), sent(2, 30, 40)]), []);
  assert.deepEqual(
    overtaken(order, [sent(1, 35, 40), sent(2, 10, 36)]),
    [],
    'at the same time, any order will do',
  );
  assert.equal(overtaken(order, [sent(1, 30, 40), sent(2, 10, 20)]).length, 1);
  assert.deepEqual(overtaken(order, [sent(1, 30, 40), sent(2, 10, null)]), []);
});
