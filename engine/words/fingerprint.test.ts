import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fingerprint } from './fingerprint.ts';
import { disguised } from './testing/disguises.ts';

const words = [
  '입찰합니다',
  'hello everyone',
  '오만원까지',
  '500 points',
  'ㅋㅋ',
  'привет всем',
  '猫が好き',
  '!!!',
  '🔥🔥',
  '',
  '12만원',
];

describe('the fingerprint', () => {
  it('is a whole number of 48 bits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const print = fingerprint(text);
        assert.ok(Number.isInteger(print) && print >= 0 && print < 2 ** 48);
      }),
    );
  });

  it('is the same for what looks the same', () => {
    const lettersOnly = fc.constantFrom('입찰합니다', 'hello', '오만원까지', 'ㄱㅅㄱㅅ', '12만원', '500');
    fc.assert(
      fc.property(
        lettersOnly.chain((word) => fc.tuple(fc.constant(word), disguised(fc.constant(word)))),
        ([word, evasion]) => {
          // Repeated digits are other sums, and signs that are no punctuation are seen.
          fc.pre(!/[🔥~]/u.test(evasion));
          assert.equal(fingerprint(evasion), fingerprint(word), JSON.stringify(evasion));
        },
      ),
    );
    assert.equal(fingerprint('ㅋㅋㅋㅋ'), fingerprint('ㅋㅋ'));
    assert.equal(fingerprint('Hello, everyone!'), fingerprint('hello  everyone'));
  });

  it('is another for other texts', () => {
    const different = [
      ...words,
      '100',
      '1000',
      '200',
      '???',
      '👍',
      '❤️',
      'hello everybody',
      '입찰했습니다',
      'ㅎㅎ',
    ];
    assert.equal(new Set(different.map(fingerprint)).size, different.length);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 1e9 }), (one, other) => {
        fc.pre(one !== other);
        assert.notEqual(fingerprint(`${one}원`), fingerprint(`${other}원`));
      }),
    );
  });
});
