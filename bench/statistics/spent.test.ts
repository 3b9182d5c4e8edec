import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spent } from './spent.ts';

test('each meter is told by how far it moved', () => {
  assert.deepEqual(spent({ server: 2, viewers: 5 }, { server: 3.5, viewers: 5 }), {
    server: 1.5,
    viewers: 0,
  });
});
