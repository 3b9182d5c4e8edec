import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commandRecord } from '../../schema/behaviour.ts';
import { BidReader } from './bid-reader.ts';
import { BidRing } from './bid-ring.ts';
import { BidWriter } from './bid-writer.ts';

const capacity = 8;

/** Both ends of a ring, each as it is in its own thread. */
function bothEnds() {
  const ring = new BidRing(BidRing.memoryOf(capacity));
  return { gateway: new BidWriter(ring), shard: new BidReader(new BidRing(ring.memory)) };
}

/** The bid of a number: each field differs from all others. */
const write = (gateway: BidWriter, n: number, ordersBefore = 0) =>
  gateway.write(() => n + 0.1, n + 0.2, n + 0.3, n + 0.4, n + 0.5, n + 0.6, n + 0.7, ordersBefore);

/** Takes the next bid; null if none can be taken. */
function take(shard: BidReader, ordersFollowed = 0): number[] | null {
  const at = shard.next(ordersFollowed);
  return at < 0 ? null : [...shard.records.subarray(at, at + commandRecord.length - 1)];
}

const { receivedAt, handle, correlation, by, x, y, z } = commandRecord;
function bid(n: number): number[] {
  const record = new Array<number>(commandRecord.length - 1);
  for (const [place, field] of [receivedAt, handle, correlation, by, x, y, z].entries()) {
    record[field] = n + (place + 1) / 10;
  }
  return record;
}

test('bids come out as they went in, in their order, each once, and none is lost when it is full', () => {
  const step = fc.record({ isWrite: fc.boolean(), count: fc.integer({ min: 1, max: capacity + 2 }) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
      const { gateway, shard } = bothEnds();
      let [writtenCount, readCount] = [0, 0];
      for (const { isWrite, count } of steps) {
        if (isWrite) {
          for (let n = 0; n < count && !gateway.isFull(); n++) write(gateway, writtenCount++);
          continue;
        }
        for (let n = 0; n < count; n++) {
          assert.deepEqual(take(shard), readCount < writtenCount ? bid(readCount) : null);
          if (readCount < writtenCount) readCount++;
        }
        assert.ok(writtenCount - readCount <= capacity);
      }
      while (readCount < writtenCount) assert.deepEqual(take(shard), bid(readCount++));
      assert.deepEqual([take(shard), gateway.isFull()], [null, false]);
    }),
  );
});

test('as many fit as it holds', () => {
  const { gateway, shard } = bothEnds();
  for (let n = 0; n < capacity; n++) {
    assert.equal(gateway.isFull(), false);
    write(gateway, n);
  }
  assert.equal(gateway.isFull(), true);
  take(shard);
  // What was taken is given back with the next look for more, for until then it is read.
  take(shard);
  while (take(shard) !== null);
  assert.equal(gateway.isFull(), false);
});

test('a bid waits for the orders that were before it, and so does what stands behind it', () => {
  const { gateway, shard } = bothEnds();
  write(gateway, 1, 4);
  write(gateway, 2, 5);
  write(gateway, 3, 4);
  assert.deepEqual(take(shard, 4), bid(1));
  assert.equal(take(shard, 4), null);
  assert.deepEqual([take(shard, 5), take(shard, 5), take(shard, 5)], [bid(2), bid(3), null]);
});

test('the clock is read for a bid while the shard can see that, and when it no longer sees it the bid is there', () => {
  const { gateway, shard } = bothEnds();
  const seen: boolean[] = [];
  const clock = () => {
    seen.push(shard.isStamping());
    return 7;
  };
  gateway.write(clock, 1, 2, 3, 4, 5, 6, 0);
  assert.deepEqual([seen, shard.isStamping()], [[true], false]);
  assert.equal(take(shard)?.[receivedAt], 7);
});

test('the shard is told once of bids, and again after it has heard', () => {
  const { gateway, shard } = bothEnds();
  assert.deepEqual([gateway.knock(), gateway.knock()], [true, false]);
  shard.heard();
  assert.deepEqual([gateway.knock(), gateway.knock()], [true, false]);
});
