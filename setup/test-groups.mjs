import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

/** What would disturb others in its process, or be disturbed by them. */
export const alone = [
  // The time of the whole process is another.
  'actors/clock.test.ts',
  'actors/journal/postgres.test.ts',
  // The memory of the whole process is measured.
  'gateway/socket/line.test.ts',
];
/** So few that the processors are shared out evenly in the end, so many that start-up no longer counts. */
const filesPerGroup = 8;
const folder = join(root, '.build/test-groups');

/**
 * The files to run for these test files: entries that import several of them each, for to start a process and to load the
 * packages takes longer than most of them. Neighbours are together, which load the same.
 */
export function groupedTests(files) {
  const together = files.filter((file) => !alone.includes(file));
  const entries = [];
  for (let n = 0; n < together.length; n += filesPerGroup)
    entries.push(entryOf(together.slice(n, n + filesPerGroup)));
  return [...files.filter((file) => alone.includes(file)), ...entries];
}

function entryOf(files) {
  if (files.length === 1) return files[0];
  const urls = files.map((file) => pathToFileURL(join(root, file)).href);
  const source = `import { before } from 'node:test';
// The runner cleans up after the tests that it knows of once these have run, so it begins when it knows them all.
const loading = (async () => {
${urls.map((url) => `  await import('${url}');\n`).join('')}})();
before(() => loading);
await loading;
`;
  // Named after what it imports: several runs at once never write two different ones to one place.
  const entry = join(folder, `${createHash('sha256').update(source).digest('hex').slice(0, 16)}.mjs`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(entry, source);
  return entry;
}
