import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { asMasks, mask } from './masks.ts';

const text = fc.string({ unit: 'grapheme' });
const count = (some: string) => Array.from(new Intl.Segmenter().segment(some)).length;

it('an asterisk stands for each masked grapheme, and nothing else changes', () => {
  fc.assert(
    fc.property(text, fc.array(fc.tuple(fc.nat(), fc.nat())), (some, pairs) => {
      fc.pre(some.length > 0);
      const stretches = pairs.map(([one, other]) => {
        const from = one % some.length;
        return [from, from + 1 + (other % (some.length - from))] as const;
      });
      const masks = asMasks(some, stretches);
      for (const [from, to] of stretches) assert.ok(masks.some((each) => each[0] <= from && each[1] >= to));
      let expected = '';
      let at = 0;
      for (const [from, to] of masks) {
        expected += some.slice(at, from) + '*'.repeat(count(some.slice(from, to)));
        at = to;
      }
      assert.equal(mask(some, masks), expected + some.slice(at));
    }),
  );
});

it('a family is one asterisk', () => {
  assert.equal(mask('a👩‍👩‍👧b', asMasks('a👩‍👩‍👧b', [[3, 4]])), 'a*b');
});
