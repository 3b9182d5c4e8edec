import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mediasoupPackage } from './mediasoup-package.mjs';

/** The cached worker's path; null when there is none, or it does not run here. */
export function cachedWorker() {
  const path = cachePath();
  return doesRun(path) ? path : null;
}

/** Takes a worker that was made elsewhere into the cache, and gives its path there. Throws when it does not run. */
export function keepWorker(made) {
  if (!doesRun(made)) throw new Error('it does not run on this machine');
  const path = cachePath();
  mkdirSync(dirname(path), { recursive: true });
  // Renamed into place, so that nobody ever finds half a worker, however many processes make one at once.
  const copy = `${path}.${process.pid}`;
  try {
    copyFileSync(made, copy);
    renameSync(copy, path);
  } finally {
    rmSync(copy, { force: true });
  }
  return path;
}

/** Whether this is a worker that this machine can run: started by nobody, it ends with a code of its own. */
export function doesRun(path) {
  const { MEDIASOUP_VERSION: _unset, ...env } = process.env;
  return spawnSync(path, { env, stdio: 'ignore', timeout: 10_000 }).status === 41;
}

function cachePath() {
  const { version } = mediasoupPackage();
  const name = `mediasoup-worker-${version}-${process.platform}-${process.arch}-${recipeHash()}`;
  const caches = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(caches, 'lotcast', name, 'mediasoup-worker');
}

/** A worker that was built in another way, without a later patch for example, is another worker. */
function recipeHash() {
  const folder = fileURLToPath(new URL('build', import.meta.url));
  const hash = createHash('sha256');
  for (const file of readdirSync(folder, { recursive: true }).sort()) {
    const path = join(folder, file);
    if (statSync(path).isFile()) hash.update(`${file}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex').slice(0, 8);
}
