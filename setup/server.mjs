import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { hashOfFiles } from './hash-of-files.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { root } from './root.mjs';

const folders = ['schema', 'actors', 'engine', 'gateway'];
const builds = join(root, '.build');
const unfinished = join(builds, 'unfinished');
const packageFolder = 'packages';
const hashChars = 16;
/**
 * ES modules that come in dozens to hundreds of small files: bundled once, a server starts with a quarter less of the
 * processor's time. CommonJS packages would lose the names that they export.
 */
const bundledPackages = ['@hono/zod-openapi', 'hono', 'jose', 'kysely', 'openid-client', 'zod'];
/** How many are kept: a server that runs loads its shards' code again when it replaces one. */
const keptBuilds = 10;

/**
 * Compiles the server file by file into a folder named after what it was compiled from, unless that is there, and gives
 * the path of its main program: started so it is up in a third of the time that compiling while loading takes. May be
 * called by several processes at once. Throws when it can't be compiled.
 */
export async function ensureServer() {
  const files = folders.flatMap(sourcesBelow);
  const hash = hashOfFiles(['package-lock.json', 'setup/server.mjs', ...files]);
  const output = join(builds, hash.slice(0, hashChars));
  if (!existsSync(output)) {
    await oneAtATime(async () => {
      if (!existsSync(output)) await build(files, output);
    });
  }
  return join(output, 'gateway/main.js');
}

async function build(files, output) {
  // Packages are installed by now, but they were not when this file was loaded.
  const esbuild = await import('esbuild');
  // What a build left that was killed.
  rmSync(unfinished, { recursive: true, force: true });
  const options = {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  };
  const bundled = new Set();
  await esbuild.build({
    ...options,
    entryPoints: files,
    outbase: '.',
    outdir: unfinished,
    plugins: [eachForItself((path) => bundled.add(path))],
  });
  await esbuild.build({
    ...options,
    entryPoints: [...bundled].map((path) => ({ in: path, out: path })),
    outdir: join(unfinished, packageFolder),
    // What several of them import is there once: some ask of an object whether it is of their class.
    splitting: true,
    // With them, errors would take longer to tell than the little they would say more.
    sourcemap: false,
  });
  renameSync(unfinished, output);
  forgetOldBuilds();
}

/**
 * Imports stay imports: of our own files by their new names, of packages to be bundled, which are told, by their place
 * then, of others as they are.
 */
function eachForItself(onBundled) {
  return {
    name: 'each file for itself',
    setup({ onResolve }) {
      onResolve({ filter: /.*/ }, ({ kind, path, resolveDir }) => {
        if (kind === 'entry-point') return null;
        if (!bundledPackages.some((name) => path === name || path.startsWith(`${name}/`))) {
          return { path: path.replace(/^(\..*)\.ts$/, '$1.js'), external: true };
        }
        onBundled(path);
        return { path: `${relative(resolveDir, join(root, packageFolder))}/${path}.js`, external: true };
      });
    },
  };
}

function forgetOldBuilds() {
  // Tests keep other things beside them.
  const byAge = readdirSync(builds, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.length === hashChars)
    .map(({ name }) => join(builds, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const folder of byAge.slice(keptBuilds)) rmSync(folder, { recursive: true, force: true });
}

function sourcesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|(^|\/)testing\//.test(path))
    .map((path) => join(folder, path));
}
