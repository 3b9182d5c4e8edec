import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { houseLists } from './lists/house-lists.ts';
import { asMasks } from './masks.ts';
import type { WordList } from './patterns.ts';
import { disguised } from './testing/disguises.ts';
import { stretchesByTrying } from './testing/reference.ts';
import { checkWith, WordFilter } from './word-filter.ts';

const house = new WordFilter(houseLists);
const houseWords = houseLists
  .flatMap(({ words }) => words)
  .map((entry) => (typeof entry === 'string' ? entry : entry.word));
/** Few letters, so that words meet in them; with all that the rules look at. */
const character = fc.constantFrom(
  ...Array.from("aabsilо14$!\u200b\u0301 .-'시발바이ㅅㅂㅣㅋrH猫가각"),
  '\u1109\u1175',
  '🔥',
  '👩‍👩‍👧',
);
const snippet = (maxLength: number) => fc.array(character, { maxLength }).map((parts) => parts.join(''));
const list: fc.Arbitrary<WordList> = fc.record({
  action: fc.constantFrom('mask', 'hold', 'refuse'),
  words: fc.array(fc.oneof(snippet(4), fc.record({ word: snippet(6), anywhere: fc.boolean() })), {
    maxLength: 6,
  }),
  except: fc.array(snippet(8), { maxLength: 3 }),
});

describe('the word filter', () => {
  it('finds what trying every word at every place finds', () => {
    fc.assert(
      fc.property(fc.array(list, { maxLength: 3 }), snippet(24), (lists, text) => {
        const { action, found, masks } = new WordFilter(lists).check(text);
        assert.deepEqual(found, asMasks(text, stretchesByTrying(lists, text)));
        assert.equal(action === 'none', found.length === 0);
        const masking = lists.filter((list) => list.action === 'mask');
        assert.deepEqual(masks, asMasks(text, stretchesByTrying(masking, text)));
      }),
      { numRuns: 1_500 },
    );
  });

  it('finds the same with lists in several filters, and takes the strongest action', () => {
    fc.assert(
      fc.property(list, list, snippet(24), (one, other, text) => {
        const both = new WordFilter([one, other]).check(text);
        assert.deepEqual(checkWith(text, [new WordFilter([other]), new WordFilter([one])]), both);
        const order = ['none', 'mask', 'hold', 'refuse'];
        const each = [one, other].map((lists) => order.indexOf(new WordFilter([lists]).check(text).action));
        assert.equal(order.indexOf(both.action), Math.max(...each));
      }),
    );
  });

  it('masks whole graphemes, in order and apart, of whatever text', () => {
    const word = fc.constantFrom(...houseWords);
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      snippet(10),
      word,
    );
    const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 6 }), (parts) => {
        const text = parts.join('');
        const edges = new Set([...Array.from(graphemes.segment(text), ({ index }) => index), text.length]);
        let last = -1;
        for (const [from, to] of house.check(text).found) {
          assert.ok(from > last && to > from, `${from} to ${to} after ${last}`);
          assert.ok(edges.has(from) && edges.has(to), `${from} to ${to} of ${JSON.stringify(text)}`);
          last = to;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds every word of the house in disguise, and masks all of it', () => {
    // Spaces within a word, digits in it and letters by themselves have rules of their own.
    const endOnce = (word: string) => word.replace(/(.)\1+$/, '$1');
    // 'asses' drawn out is the innocent 'assess'.
    const innocentWhenDrawnOut = new Set(houseLists.flatMap(({ except = [] }) => except.map(endOnce)));
    const words = houseWords.filter(
      (word) => /^[a-z]{3,}$|^[가-힣]{2,}$/.test(word) && !innocentWhenDrawnOut.has(endOnce(word)),
    );
    const hidden = disguised(fc.constantFrom(...words));
    fc.assert(
      fc.property(
        hidden,
        fc.constantFrom('', '! ', '진짜 '),
        fc.constantFrom('', '!', ' 진짜'),
        (evasion, before, after) => {
          const { found } = house.check(before + evasion + after);
          const [from, to] = [before.length, before.length + evasion.length];
          assert.ok(
            found.some((stretch) => stretch[0] <= from && stretch[1] >= to),
            `${JSON.stringify(evasion)}: ${JSON.stringify(found)}`,
          );
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('finds a word or not whatever other lists have in them', () => {
    const lists: WordList[] = [
      { action: 'hold', words: [], except: ['4'] },
      { action: 'mask', words: ['발l'] },
    ];
    assert.deepEqual(new WordFilter(lists).check('발1').found, []);
    assert.deepEqual(new WordFilter(lists).check('a 발1').found, [[2, 4]]);
  });

  it('takes a number for a word only where it is meant', () => {
    const filter = new WordFilter([{ action: 'mask', words: ['ass', '1488', '100'] }]);
    const isFound = (text: string) => filter.check(text).action !== 'none';
    for (const text of ['a$$', '@ss', '@$$', 'as5', '1488', '14-88', '１４８８', '100'])
      assert.ok(isFound(text), text);
    for (const text of ['455', 'A55', '$455', 'labb', 'loo', '1000', '21488', '1.00.0'])
      assert.ok(!isFound(text), text);
  });

  it('lets an innocent word win only where it is written as one', () => {
    const filter = new WordFilter([{ action: 'mask', words: ['시발'], except: ['시발점'] }]);
    assert.deepEqual(filter.check('시발점').found, []);
    assert.deepEqual(filter.check('시발 점').found, [[0, 2]]);
    assert.deepEqual(filter.check('시발점 시발').found, [[4, 6]]);
    const elsewhere = new WordFilter([
      { action: 'mask', words: [], except: ['시발점'] },
      { action: 'refuse', words: ['시발'] },
    ]);
    assert.deepEqual(elsewhere.check('시발점').found, [[0, 2]]);
  });
});
