import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Counts, type Float, reactionRow, sumOf, withCounts, withoutOwn } from './reactions.ts';

const counts: fc.Arbitrary<Counts> = fc.record(
  Object.fromEntries(reactionRow.map((kind) => [kind, fc.integer({ min: 0, max: 100_000 })])),
  { requiredKeys: [] },
);

test('however many react, a few float at a time, each with an id of its own, of the kinds that were told', () => {
  fc.assert(
    fc.property(fc.array(counts, { maxLength: 10 }), (all) => {
      let floats: Float[] = [];
      let nextId = 0;
      for (const told of all) {
        const before = floats.length;
        floats = withCounts(floats, told, nextId, () => 0.5);
        nextId += 100;
        const sum = reactionRow.reduce((total, kind) => total + (told[kind] ?? 0), 0);
        assert.equal(floats.length, Math.min(24, before + sum));
        assert.equal(new Set(floats.map(({ id }) => id)).size, floats.length);
        for (const { id, kind } of floats) if (id >= nextId - 100) assert.ok((told[kind] ?? 0) > 0);
      }
    }),
  );
});

test('of many kinds at once each has its share', () => {
  const floats = withCounts([], { heart: 900, wow: 900 }, 0, () => 0);
  assert.deepEqual(new Set(floats.map(({ kind }) => kind)), new Set(['heart', 'wow']));
});

test('what was shown when it was pressed is not shown again when it is told', () => {
  assert.equal(withoutOwn({ heart: 5 }, { heart: 2, fire: 1 }).heart, 3);
  assert.equal(withoutOwn({ heart: 1 }, { heart: 2 }).heart, 0);
  assert.equal(sumOf({ heart: 1 }, { heart: 2, wow: 1 }).heart, 3);
});
