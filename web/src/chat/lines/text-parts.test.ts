import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFewEmoji, withLinks } from './text-parts.ts';

const links = (text: string) => withLinks(text).flatMap((part) => (part.kind === 'link' ? [part.href] : []));

test('addresses of the web become links, without what ends the sentence', () => {
  assert.deepEqual(links('see https://example.com/a?b=1#c.'), ['https://example.com/a?b=1#c']);
  assert.deepEqual(links('(http://example.com) 그리고 https://example.kr/달!'), [
    'http://example.com/',
    'https://example.kr/%EB%8B%AC',
  ]);
});

test('nothing else does', () => {
  for (const text of [
    'javascript:alert(1)',
    'JAVASCRIPT:https',
    'data:text/html,x',
    'ftp://example.com',
    'example.com',
    'https://',
    'https://bank.example@evil.example/',
    'xhttps://example.com',
  ]) {
    assert.deepEqual(links(text), [], text);
  }
});

test('whatever was said, its parts say the same, and links lead to the web only', () => {
  const pieces = fc.constantFrom(
    'https://',
    'http://',
    'a.b',
    '@',
    '/',
    ' ',
    '"',
    '<',
    'javascript:',
    '.',
    '한',
    '\u202e',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme' })), { maxLength: 12 }), (words) => {
      const text = words.join('');
      const parts = withLinks(text);
      assert.equal(parts.map((part) => part.text).join(''), text);
      for (const part of parts) if (part.kind === 'link') assert.match(part.href, /^https?:\/\/[^@/]+\//);
    }),
  );
});

test('a few emoji alone are shown larger; digits and long rows are not', () => {
  for (const text of ['❤️', '🔥🔥', '👩‍👩‍👧', '🇰🇷', '👏🏽 👏🏽', '1️⃣'])
    assert.equal(isFewEmoji(text), true, text);
  for (const text of ['', '12', '#', '하하', 'ok 👍', '🔥'.repeat(9)])
    assert.equal(isFewEmoji(text), false, text);
});
