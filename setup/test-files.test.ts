import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testFiles } from './test-files.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

test('without paths, the tests of every folder are run', () => {
  const files = testFiles([]);
  for (const folder of ['docs', 'setup', 'schema', 'web']) {
    const own = readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.test\.tsx?$/.test(file))
      .map((file) => `${folder}/${file}`);
    assert.ok(own.length > 0, folder);
    assert.deepEqual(
      own.filter((file) => !files.includes(file)),
      [],
    );
  }
  assert.ok(files.every((file) => !file.includes('node_modules')));
});

test('with paths, those at and below them', () => {
  const [self] = testFiles(['setup/test-files.test.ts']);
  assert.equal(self, 'setup/test-files.test.ts');
  assert.ok(testFiles(['setup', 'setup/test-files.test.ts']).filter((file) => file === self).length === 1);
  assert.throws(() => testFiles(['nowhere']), /There is no nowhere to test/);
  assert.throws(() => testFiles(['docs/images']), /no tests below docs\/images/);
});
