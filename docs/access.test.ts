import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { accessText } from './access-text.ts';

test('docs/access.md is what the declarations say; `npm run docs` writes it anew', () => {
  assert.equal(readFileSync(new URL('access.md', import.meta.url), 'utf8'), accessText());
});
