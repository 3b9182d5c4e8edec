import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

/** Folders whose tests neither start anything nor change anything of the process that they run in. */
const quiet = [
  'actors/inspection/command-line',
  'actors/shard',
  'bench/generator/chat',
  'bench/report',
  'bench/statistics',
  'bench/video',
  'engine',
  'reliability/fuzz/campaign',
  'reliability/fuzz/generate',
  'reliability/fuzz/oracle',
  'simulator/reference',
  'simulator/time',
  'web/src',
];
/** So few that the processors are shared out evenly in the end, so many that start-up no longer counts. */
const filesPerGroup = 7;
const folder = join(root, '.build/test-groups');

/**
 * The files to run for these test files: quiet ones by an entry that imports several of them, for to start a process and
 * to load the packages takes longer than most of their tests; all others by themselves, in the order given.
 */
export function groupedTests(files) {
  const isQuiet = (file) => quiet.some((name) => file.startsWith(`${name}/`));
  const groups = inGroups(files.filter(isQuiet));
  return [...groups.map(entryOf), ...files.filter((file) => !isQuiet(file))];
}

function inGroups(files) {
  const count = Math.ceil(files.length / filesPerGroup);
  // In turns, for neighbours are alike: the long ones are shared out.
  return Array.from({ length: count }, (_, group) => files.filter((_, n) => n % count === group));
}

function entryOf(files) {
  if (files.length === 1) return files[0];
  const source = files.map((file) => `import '${pathToFileURL(join(root, file)).href}';\n`).join('');
  // Named after what it imports: several runs at once never write two different ones to one place.
  const entry = join(folder, `${createHash('sha256').update(source).digest('hex').slice(0, 16)}.mjs`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(entry, source);
  return entry;
}
