import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compressPage } from './compress-page.mjs';
import { hashOfFiles } from './hash-of-files.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { root } from './root.mjs';
import { runCommand } from './run-command.mjs';

const sources = ['package-lock.json', 'schema', 'setup/compress-page.mjs', 'web'];
const output = join(root, 'web/dist');
const stamp = join(output, '.source-hash');

/** Builds the page into web/dist when what it is built from has changed since. Throws when it can't be built. */
export async function ensurePage() {
  const hash = hashOfFiles(sources.flatMap(filesBelow));
  const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (isBuilt()) return;
  await oneAtATime(async () => {
    if (!isBuilt()) await build(hash);
  });
}

async function build(hash) {
  process.stderr.write('Building the page\n');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  // Its report goes to stderr, like all progress: stdout belongs to what was asked for.
  const code = await runCommand(process.execPath, [vite, 'build', 'web'], { stdio: ['ignore', 2, 2] });
  if (code !== 0) throw new Error('The page could not be built.');
  compressPage(output);
  // Vite empties the folder first, so the stamp stands only beside a complete build.
  writeFileSync(stamp, hash);
}

function filesBelow(path) {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true })
    .map((file) => join(path, file))
    .filter((file) => !file.startsWith('web/dist/') && statSync(join(root, file)).isFile());
}
