import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { StreamGaps } from './stream-gaps.ts';

test('what is missing is counted, over the end of the numbers and whatever comes late', () => {
  const fate = fc.record({ isLost: fc.boolean(), isLate: fc.boolean() });
  fc.assert(
    fc.property(fc.nat(65_535), fc.array(fate, { maxLength: 300 }), (first, fates) => {
      const gaps = new StreamGaps();
      gaps.packet(first);
      let late: number | null = null;
      let lost = 0;
      for (const [n, { isLost, isLate }] of [...fates, { isLost: false, isLate: false }].entries()) {
        const sequence = (first + n + 1) & 0xffff;
        if (isLost) lost++;
        else if (isLate && late === null) late = sequence;
        else {
          gaps.packet(sequence);
          if (late !== null) gaps.packet(late);
          late = null;
        }
      }
      assert.equal(gaps.lost, lost);
      assert.equal(gaps.received, fates.length + 2 - lost);
    }),
  );
});
