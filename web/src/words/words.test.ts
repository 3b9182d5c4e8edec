import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from './en.ts';
import { ko } from './ko.ts';

/** Every phrase by its path; those with gaps are filled with marks. */
function phrases(words: object, path = ''): Array<[path: string, text: string, marks: readonly string[]]> {
  return Object.entries(words).flatMap(([key, value]): ReturnType<typeof phrases> => {
    const here = `${path}${key}`;
    if (typeof value === 'string') return [[here, value, []]];
    if (typeof value !== 'function') return phrases(value, `${here}.`);
    const marks = ['⟨1⟩', '⟨2⟩', '⟨3⟩'].slice(0, value.length);
    return [[here, String(value(...marks)), marks]];
  });
}

const english = phrases(en);
const korean = phrases(ko);
/** Said nowhere: a lot without a reserve has no word for it. */
const mayBeEmpty = new Set(['lot.reserve.none']);

test('both languages say the same things', () => {
  assert.deepEqual(korean.map(([path]) => path).sort(), english.map(([path]) => path).sort());
});

test('no phrase is empty', () => {
  for (const [path, text] of [...english, ...korean]) {
    assert.ok(mayBeEmpty.has(path) || text.trim() !== '', path);
  }
});

test('every gap of a Korean phrase is filled with what its English one is given', () => {
  for (const [path, text, marks] of korean)
    for (const mark of marks) assert.ok(text.includes(mark), `${path}: ${text}`);
});

test('Korean phrases are Korean', () => {
  // The other language names itself, and the name is a name.
  const foreign = new Set([
    'page.name',
    'page.otherLanguage',
    'page.otherLanguageLabel',
    'account.languages.en',
  ]);
  for (const [path, text, marks] of korean) {
    const ownWords = marks.reduce((rest, mark) => rest.replaceAll(mark, ''), text);
    if (foreign.has(path) || mayBeEmpty.has(path) || !/\p{L}/u.test(ownWords)) continue;
    assert.match(ownWords, /\p{Script=Hangul}/u, path);
  }
});
