import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testFiles } from './test-files.mjs';
import { groupedTests } from './test-groups.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The test files that an entry imports; a test file stands for itself. */
function ranBy(entry: string): string[] {
  if (!entry.endsWith('.mjs')) return [entry];
  const imports = readFileSync(entry, 'utf8').matchAll(/^ {2}await import\('(.+)'\);$/gm);
  return [...imports].map(([, url]) => relative(root, fileURLToPath(url as string)));
}

test('every test file is run once, in a group or by itself', () => {
  for (const paths of [[], ['engine'], ['setup', 'web'], ['engine/auction/bid.test.ts']]) {
    const files = testFiles(paths);
    assert.deepEqual(groupedTests(files).flatMap(ranBy).sort(), files);
  }
});

test('what measures or changes its process has it to itself', () => {
  const alone = ['actors/clock.test.ts', 'gateway/socket/line.test.ts'];
  const entries = groupedTests(testFiles(['actors', 'gateway/socket']));
  for (const file of alone) assert.ok(entries.includes(file), file);
});
