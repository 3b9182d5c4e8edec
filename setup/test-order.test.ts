import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testFiles } from './test-files.mjs';
import { alone } from './test-groups.mjs';
import { inOrder, last, longest } from './test-order.mjs';

test('whatever is named stands there, once', () => {
  const files = testFiles([]);
  const named = [...longest, ...alone, ...last];
  assert.equal(new Set(named).size, named.length);
  assert.deepEqual(
    named.filter((file) => !files.includes(file)),
    [],
  );
});

test('the longest come first and the browsers last, of whatever is asked for', () => {
  const files = [
    'web/story.test.ts',
    'actors/clock.test.ts',
    'simulator/simulator.test.ts',
    'web/chat.test.ts',
  ];
  assert.deepEqual(inOrder(files), [
    'simulator/simulator.test.ts',
    'actors/clock.test.ts',
    'web/chat.test.ts',
    'web/story.test.ts',
  ]);
});
