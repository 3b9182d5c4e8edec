import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { BidHistoryItem } from '../../../schema/http.ts';
import { LotRecord } from './lot-record.ts';

const none = { lost: 0, doubled: 0, untold: 0, outOfOrder: 0, unanswered: 0, contradicted: 0 };
const firstSeq = 5;

interface Bid {
  readonly by: number;
  readonly raise: number;
  readonly isAccepted: boolean;
  readonly times: number;
}

const bids = fc.array(
  fc.record({
    by: fc.integer({ min: 1, max: 4 }),
    raise: fc.integer({ min: 1, max: 9 }),
    isAccepted: fc.boolean(),
    times: fc.integer({ min: 1, max: 2 }),
  }),
  { minLength: 2, maxLength: 30 },
);
const withAccepted = bids.filter((all) => all.filter(({ isAccepted }) => isAccepted).length >= 2);

/** A lot as it should go: what its bidders know of it, and its history, the newest first. */
function sell(all: readonly Bid[]): { record: LotRecord; history: BidHistoryItem[] } {
  const record = new LotRecord();
  const history: BidHistoryItem[] = [];
  let [pricePoints, seq] = [0, firstSeq];
  for (const [bidId, { by, raise, isAccepted, times }] of all.entries()) {
    const amountPoints = pricePoints + raise;
    record.sent(bidId, { by, amountPoints, dueMs: bidId }, times);
    if (isAccepted) {
      pricePoints = amountPoints;
      history.unshift({
        seq,
        at: 0,
        by: { id: by, paddle: by },
        amountPoints,
        pricePoints,
        cutMs: 0,
        undone: false,
      });
    }
    for (let answer = 0; answer < times; answer++) {
      const dueMs = isAccepted ? record.accepted(bidId, seq) : record.refused(bidId, 'too_low', false);
      assert.equal(dueMs, answer === 0 ? bidId : null);
    }
    if (isAccepted) seq++;
  }
  return { record, history };
}

describe('the record of a lot', () => {
  it('finds nothing wrong where every bid stands once and in order', () => {
    fc.assert(
      fc.property(bids, (all) => {
        const { record, history } = sell(all);
        assert.deepEqual(record.check(history), none);
        assert.equal(record.acknowledged, history.length);
      }),
    );
  });

  it('finds a bid that is gone, one that nobody was told of, and one that stands twice', () => {
    fc.assert(
      fc.property(withAccepted, fc.nat(), (all, n) => {
        const { record, history } = sell(all);
        const place = n % history.length;
        const bid = history[place] as BidHistoryItem;
        assert.deepEqual(record.check(history.toSpliced(place, 1)), { ...none, lost: 1 });
        const newest = history[0] as BidHistoryItem;
        const more = { ...newest, seq: newest.seq + 1, amountPoints: newest.amountPoints + 1 };
        assert.deepEqual(record.check([more, ...history]), { ...none, untold: 1 });
        const twice = history.toSpliced(place, 0, bid);
        const { doubled, outOfOrder } = record.check(twice);
        assert.deepEqual([doubled, outOfOrder], [1, 1]);
      }),
    );
  });

  it('finds another amount, another bidder, another order', () => {
    fc.assert(
      fc.property(withAccepted, fc.nat(), (all, n) => {
        const { record, history } = sell(all);
        const place = n % history.length;
        const bid = history[place] as BidHistoryItem;
        assert.equal(record.check(history.with(place, { ...bid, by: { id: 9, paddle: 9 } })).lost, 1);
        const wrongAmount = history.with(place, { ...bid, amountPoints: bid.amountPoints + 100 });
        assert.equal(record.check(wrongAmount).lost, 1);
        assert.ok(record.check(history.toReversed()).outOfOrder > 0);
      }),
    );
  });

  it('finds answers that differ, that come too often, and that do not come', () => {
    const record = new LotRecord();
    const bid = { by: 1, amountPoints: 10, dueMs: 0 };
    for (const bidId of [1, 2, 3, 4, 5]) record.sent(bidId, bid, 2);
    record.accepted(1, 7);
    record.accepted(1, 8);
    record.accepted(2, 9);
    record.refused(2, 'too_low', false);
    record.refused(3, 'busy', true);
    record.accepted(3, 10);
    record.accepted(4, 11);
    const faults = record.check([]);
    assert.deepEqual([faults.doubled, faults.contradicted, faults.unanswered, faults.lost], [1, 1, 3, 4]);
    record.accepted(1, 7);
    assert.equal(record.check([]).doubled, 2);
    assert.equal(record.accepted(99, 1), null);
  });
});
