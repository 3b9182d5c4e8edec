import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { shardOfSlot, slotCount, slotOf, slotsOfShard } from './slots.ts';
import { holds } from './testing/holds.ts';

test('the slot of an actor never changes, for it is stored with the actor', () => {
  const known: Readonly<Record<string, number>> = {
    'auction/01J0000000000000000000000A': 4,
    'auction/01J0000000000000000000000B': 29,
    'auction/01JZZZZZZZZZZZZZZZZZZZZZZZ': 62,
    'chat/01J0000000000000000000000A': 5,
    'counter/1': 31,
    'counter/2': 50,
    '경매/1': 13,
    '': 25,
  };
  assert.equal(slotCount, 64);
  const found = Object.fromEntries(Object.keys(known).map((actor) => [actor, slotOf(actor)]));
  assert.deepEqual(found, known);
});

test('every actor has a slot', () => {
  holds(fc.string(), (actor) => {
    const slot = slotOf(actor);
    assert.ok(Number.isInteger(slot) && slot >= 0 && slot < slotCount);
  });
});

test('every slot belongs to exactly one shard, and shards have nearly the same number of slots', () => {
  for (let shardCount = 1; shardCount <= slotCount; shardCount++) {
    const shares = Array.from({ length: shardCount }, (_, shard) => slotsOfShard(shard, shardCount));
    assert.deepEqual(
      shares.flat().sort((a, b) => a - b),
      Array.from({ length: slotCount }, (_, slot) => slot),
    );
    for (const [shard, slots] of shares.entries()) {
      for (const slot of slots) assert.equal(shardOfSlot(slot, shardCount), shard);
    }
    const sizes = shares.map(({ length }) => length);
    assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
  }
});

test('actors that differ in a letter or a number spread over the slots', () => {
  const counts = new Array<number>(slotCount).fill(0);
  for (let n = 0; n < slotCount * 100; n++) {
    const slot = slotOf(`auction/01J${String(n).padStart(23, '0')}`);
    counts[slot] = (counts[slot] as number) + 1;
  }
  // A hundred each on average; by pure chance not one slot in a million is this far off.
  assert.ok(Math.min(...counts) > 50 && Math.max(...counts) < 150, `${counts}`);
});
