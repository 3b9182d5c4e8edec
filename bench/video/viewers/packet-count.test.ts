import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PacketCount } from './packet-count.ts';

test('what never comes is lost, across rounds of the sequence number', () => {
  const arrivals = fc.array(fc.boolean(), { maxLength: 300 });
  fc.assert(
    fc.property(fc.nat(0xffff), arrivals, (first, between) => {
      const count = new PacketCount();
      for (const [n, comes] of [true, ...between, true].entries()) if (comes) count.add((first + n) & 0xffff);
      assert.equal(count.lost, between.filter((comes) => !comes).length);
      assert.equal(count.received, 2 + between.filter((comes) => comes).length);
    }),
  );
});

test('what was overtaken is not lost', () => {
  const count = new PacketCount();
  for (const sequence of [0xfffe, 1, 0, 0xffff]) count.add(sequence);
  assert.deepEqual([count.received, count.lost], [4, 0]);
});

test('rounds add up', () => {
  const count = new PacketCount();
  for (let n = 0; n <= 200_000; n += 2) count.add(n & 0xffff);
  assert.equal(count.lost, 100_000);
});

test('where nothing came nothing is missing', () => {
  assert.equal(new PacketCount().lost, 0);
});
