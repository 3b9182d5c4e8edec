import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { withMeasured } from './words-text.ts';

test('docs/words.md tells what is found now; `npm run docs` writes it anew', () => {
  const page = readFileSync(new URL('words.md', import.meta.url), 'utf8');
  assert.equal(page, withMeasured(page));
});
