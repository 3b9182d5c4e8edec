import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireNode } from './node-version.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { linkPostgresLibraries } from './postgres-links.mjs';
import { showProgress } from './progress.mjs';
import { root } from './root.mjs';
import { exitCodeOf } from './run-command.mjs';

/**
 * Makes sure that the npm packages of package-lock.json are installed; silent and quick when they are.
 * Progress goes to stderr. Throws when they can't be installed.
 */
export async function ensurePackages() {
  requireNode();
  await ensureInstalled(root, 'Installing npm packages');
  await linkPostgresLibraries();
}

/** The same for the packages of what Lotcast is compared with: a package of its own, so that the service's stay few. */
export async function ensurePeerPackages() {
  await ensureInstalled(
    join(root, 'bench/peers'),
    'Installing the npm packages of what Lotcast is compared with',
  );
}

async function ensureInstalled(folder, what) {
  const wanted = lockedPackages(join(folder, 'package-lock.json'));
  if (areInstalled(folder, wanted)) return;
  await oneAtATime(async () => {
    if (!areInstalled(folder, wanted)) await install(folder, wanted, what);
  });
}

async function install(folder, wanted, what) {
  const paths = Object.keys(wanted).filter((path) => !wanted[path].optional);
  const stopProgress = showProgress(what, () => {
    const there = paths.filter((path) => existsSync(join(folder, path, 'package.json'))).length;
    return `${there} of ${paths.length}`;
  });
  // Not `npm ci`: it refuses a lock file that lacks packages of other platforms, and npm leaves those out
  // whenever the lock file is written where a registry does not carry them. Nothing is saved either way.
  // npm does not look for our settings above the folder of a package.
  const settings = ['--no-save', '--include=dev', '--no-audit', '--no-fund', '--ignore-scripts'];
  const npm = spawn('npm', ['install', ...settings], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  npm.stdout.pipe(process.stderr);
  const code = await exitCodeOf(npm).finally(stopProgress);
  if (code !== 0) throw new Error(`npm could not install the packages (exit code ${code}).`);
}

function lockedPackages(lockFile) {
  const { '': _self, ...packages } = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  return packages;
}

/** npm writes what it installed into a lock file of its own, last of all: the stamp that an install is complete. */
function areInstalled(folder, wanted) {
  const hiddenLock = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(hiddenLock)) return false;
  const present = lockedPackages(hiddenLock);
  return Object.entries(wanted).every(([path, { optional, version, integrity }]) => {
    const found = present[path];
    return found ? found.version === version && found.integrity === integrity : optional;
  });
}
