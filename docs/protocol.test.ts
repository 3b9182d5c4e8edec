import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { protocolText } from './protocol-text.ts';

test('docs/protocol.md is what the schemas say; `npm run docs` writes it anew', () => {
  assert.equal(readFileSync(new URL('protocol.md', import.meta.url), 'utf8'), protocolText());
});
