import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BidIds, type IdStore } from './bid-ids.ts';

function memoryStore(): IdStore {
  const values = new Map<string, string>();
  return { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => void values.set(key, value) };
}

test('ids are microseconds of the server clock and strictly grow, even when it is set back', () => {
  const ids = new BidIds(memoryStore());
  assert.equal(ids.next(1_700_000_000_000.25), 1_700_000_000_000_250);
  assert.equal(ids.next(1_700_000_000_000.25), 1_700_000_000_000_251);
  assert.equal(ids.next(1_600_000_000_000), 1_700_000_000_000_252);
});

test('a reload and a second tab go on where the last one stopped', () => {
  const store = memoryStore();
  const first = new BidIds(store);
  const second = new BidIds(store);
  const given = [first.next(5_000), second.next(4_000), first.next(4_000), new BidIds(store).next(1)];
  assert.deepEqual(
    given,
    [...new Set(given)].sort((a, b) => a - b),
  );
});

test('a store that refuses does not stop bidding', () => {
  const ids = new BidIds({
    getItem: () => {
      throw new Error('denied');
    },
    setItem: () => {
      throw new Error('full');
    },
  });
  assert.equal(ids.next(1), 1_000);
  assert.equal(ids.next(1), 1_001);
});
