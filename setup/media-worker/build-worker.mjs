import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installMissingPackages } from '../install-debian-packages.mjs';
import { hasProgram } from '../program-path.mjs';
import { showProgress } from '../progress.mjs';
import { runCommand } from '../run-command.mjs';
import { mediasoupPackage } from './mediasoup-package.mjs';
import { keepWorker } from './worker-cache.mjs';

const recipe = fileURLToPath(new URL('build', import.meta.url));

const needs = [
  { package: 'g++', isThere: () => hasProgram('g++') },
  { package: 'make', isThere: () => hasProgram('make') },
  { package: 'patch', isThere: () => hasProgram('patch') },
  { package: 'pkg-config', isThere: () => hasProgram('pkg-config') },
  { package: 'flatbuffers-compiler', isThere: () => hasProgram('flatc') },
  { package: 'libflatbuffers-dev', isThere: () => hasLibrary('flatbuffers') },
  { package: 'libsrtp2-dev', isThere: () => hasLibrary('libsrtp2') },
  { package: 'libssl-dev', isThere: () => hasLibrary('openssl') },
  { package: 'libuv1-dev', isThere: () => hasLibrary('libuv') },
];

/** Builds the worker from the sources in mediasoup's package, into the cache. Gives its path. */
export async function buildWorker() {
  await installMissingPackages(needs, 'building the media worker needs');

  const folder = mkdtempSync(join(tmpdir(), 'lotcast-media-worker-'));
  const makefile = [
    `--makefile=${join(recipe, 'Makefile')}`,
    `RECIPE=${recipe}`,
    `WORKER=${mediasoupPackage().sources}`,
  ];
  const options = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] };
  try {
    const count = spawnSync('make', [...makefile, '--silent', 'count'], { cwd: folder });
    const total = count.stdout.toString().trim();
    const stopProgress = showProgress(
      'Building the media worker, once',
      () => `${compiledFiles(folder)} of ${total} files`,
    );
    const code = await runCommand('make', [...makefile, `--jobs=${availableParallelism()}`], options).finally(
      stopProgress,
    );
    if (code !== 0) throw new Error(`make ended with code ${code}`);
    return keepWorker(join(folder, 'mediasoup-worker'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function hasLibrary(name) {
  return spawnSync('pkg-config', ['--exists', name]).status === 0;
}

function compiledFiles(folder) {
  return readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.o')).length;
}
