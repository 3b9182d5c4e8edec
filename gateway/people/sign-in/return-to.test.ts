import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../../schema/limits.ts';
import { returnAddress, safeReturnTo } from './return-to.ts';

const house = 'https://lotcast.test';

for (const place of [
  '/',
  '/lots/01J?bid=5000',
  '/sell',
  '/me#ways',
  '/lots?q=%EC%8B%9C%EA%B3%84',
  '/a//b',
  '/apis',
]) {
  test(`${place} is a place to return to`, () => assert.equal(safeReturnTo(place), place));
}

for (const asked of [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/lots/..//evil.example',
  '/%2e//evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  ' //evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  'evil.example',
  '@evil.example',
  '',
  '/lots\r\nset-cookie: a=b',
  '/a\u0000b',
  '/a\u202Eb',
  '/auth/google',
  '/AUTH/google',
  '/auth',
  '/lots/../auth/google',
  '/api/me',
  `/${'a'.repeat(limits.maxReturnToChars)}`,
]) {
  test(`${JSON.stringify(asked.slice(0, 40))} is not`, () => assert.equal(safeReturnTo(asked), '/'));
}

/** Text made of what addresses are taken apart by, and of what hides it. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['/', '\\', '.', '..', '//', '%2e', '%2f', '%5c', '@', ':', '?', '#', ';', '\t', '\n', '\r', ' '],
      ),
      fc.constantFrom(
        'evil.example',
        'https:',
        'javascript:',
        'lots',
        'auth',
        'signIn=',
        '\u0000',
        '／',
        '。',
        '\ufeff',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('whatever is asked for, one returns to the own page, by way of a header that can be sent', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        hostile,
        hostile.map((text) => `/${text}`),
      ),
      fc.boolean(),
      (asked, hasFailed) => {
        const location = returnAddress(safeReturnTo(asked), hasFailed ? 'sign_in_failed' : null);
        for (const from of [`${house}/`, `${house}/auth/oidc/callback?code=x`]) {
          const end = new URL(location, from);
          assert.equal(end.origin, house);
          assert.doesNotMatch(end.pathname, /^\/(auth|api)(\/|$)|^\/\//i);
          assert.equal(end.searchParams.get('signIn'), hasFailed ? 'sign_in_failed' : null);
        }
        assert.doesNotThrow(() => new Headers({ location }));
        assert.match(location, /^\/(?!\/)[\x21-\x7e]*$/);
        assert.equal(safeReturnTo(safeReturnTo(asked)), safeReturnTo(asked));
      },
    ),
    { numRuns: 5_000 },
  );
});

test('the code of a failure takes the place of an earlier one', () => {
  assert.equal(
    returnAddress('/lots/1?bid=5&signIn=banned#top', 'sign_in_failed'),
    '/lots/1?bid=5&signIn=sign_in_failed#top',
  );
  assert.equal(returnAddress('/lots/1?signIn=banned&bid=5', null), '/lots/1?bid=5');
});
