import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

const folders = ['schema', 'actors', 'engine', 'gateway'];
const builds = join(root, '.build');
/** How many are kept: a server that runs loads its shards' code again when it replaces one. */
const keptBuilds = 10;

/**
 * Compiles the server file by file into a folder named after what it was compiled from, unless that is there, and gives
 * the path of its main program: started so it is up in a third of the time that compiling while loading takes. May be
 * called by several processes at once. Throws when it can't be compiled.
 */
export async function ensureServer() {
  const files = folders.flatMap(sourcesBelow).sort();
  const output = join(builds, hashOf(['package-lock.json', 'setup/server.mjs', ...files]));
  if (!existsSync(output)) await build(files, output);
  return join(output, 'gateway/main.js');
}

async function build(files, output) {
  // Packages are installed by now, but they were not when this file was loaded.
  const esbuild = await import('esbuild');
  mkdirSync(builds, { recursive: true });
  const unfinished = join(builds, `unfinished-${randomUUID()}`);
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: files,
    outbase: '.',
    outdir: unfinished,
    bundle: true,
    plugins: [eachForItself],
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
  try {
    renameSync(unfinished, output);
  } catch (error) {
    // Somebody else was faster, with the same.
    rmSync(unfinished, { recursive: true });
    if (!existsSync(output)) throw error;
  }
  forgetOldBuilds();
}

/** Imports stay imports: of packages as they are, of our own files by their new names. */
const eachForItself = {
  name: 'each file for itself',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'entry-point' ? null : { path: path.replace(/^(\..*)\.ts$/, '$1.js'), external: true },
    );
  },
};

function forgetOldBuilds() {
  const byAge = readdirSync(builds, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(builds, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const folder of byAge.slice(keptBuilds)) rmSync(folder, { recursive: true, force: true });
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function sourcesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|(^|\/)testing\//.test(path))
    .map((path) => join(folder, path));
}
