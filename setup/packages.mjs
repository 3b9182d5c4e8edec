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
  const wanted = lockedPackages('package-lock.json');
  if (!areInstalled(wanted)) {
    await oneAtATime(async () => {
      if (!areInstalled(wanted)) await install(wanted);
    });
  }
  await linkPostgresLibraries();
}

async function install(wanted) {
  const paths = Object.keys(wanted).filter((path) => !wanted[path].optional);
  const stopProgress = showProgress('Installing npm packages', () => {
    const there = paths.filter((path) => existsSync(join(root, path, 'package.json'))).length;
    return `${there} of ${paths.length}`;
  });
  // Not `npm ci`: it refuses a lock file that lacks packages of other platforms, and npm leaves those out
  // whenever the lock file is written where a registry does not carry them. Nothing is saved either way.
  const npm = spawn('npm', ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  npm.stdout.pipe(process.stderr);
  const code = await exitCodeOf(npm).finally(stopProgress);
  if (code !== 0) throw new Error(`npm could not install the packages (exit code ${code}).`);
}

function lockedPackages(lockFile) {
  const { '': _self, ...packages } = JSON.parse(readFileSync(join(root, lockFile), 'utf8')).packages;
  return packages;
}

/** npm writes what it installed into a lock file of its own, last of all: the stamp that an install is complete. */
function areInstalled(wanted) {
  const hiddenLock = 'node_modules/.package-lock.json';
  if (!existsSync(join(root, hiddenLock))) return false;
  const present = lockedPackages(hiddenLock);
  return Object.entries(wanted).every(([path, { optional, version, integrity }]) => {
    const found = present[path];
    return found ? found.version === version && found.integrity === integrity : optional;
  });
}
