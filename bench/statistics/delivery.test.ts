import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Delivery } from './delivery.ts';

describe('delivery', () => {
  it('counts what was lost and what came twice', () => {
    const copies = fc.array(fc.nat(3), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.nat(100), copies, (from, times) => {
        const delivery = new Delivery();
        delivery.start(from);
        times.forEach((count, n) => {
          for (let copy = 0; copy < count; copy++) delivery.event(from + 1 + n, true);
        });
        assert.equal(delivery.lost(from + times.length), times.filter((count) => count === 0).length);
        assert.equal(
          delivery.doubled,
          times.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
        );
        assert.equal(
          delivery.bids,
          times.reduce((sum, count) => sum + count, 0),
        );
      }),
    );
  });

  it('counts an event that came too late as lost once and doubled once', () => {
    const delivery = new Delivery();
    delivery.start(0);
    for (const seq of [1, 3, 2]) delivery.event(seq, false);
    assert.deepEqual([delivery.lost(3), delivery.doubled, delivery.bids], [1, 1, 0]);
  });

  it('counts what a later whole state skipped as lost', () => {
    const delivery = new Delivery();
    delivery.start(4);
    delivery.start(7);
    assert.deepEqual([delivery.lost(7), delivery.lastSeq], [3, 7]);
  });
});
