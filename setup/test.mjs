// `npm test [-- paths…]`: sets up what tests need, then runs all of them, or those at and below the paths.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureDebianPackages } from './debian-packages.mjs';
import { exitWithMessage } from './exit-with-message.mjs';
import { ensureMediaWorker } from './media-worker/ensure-media-worker.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePage } from './page.mjs';
import { root } from './root.mjs';
import { exitCodeOf, handSignalsTo } from './run-command.mjs';
import { ensureServer } from './server.mjs';
import { testFiles } from './test-files.mjs';
import { openTestFolder } from './test-folder.mjs';
import { inOrder } from './test-order.mjs';
import { TestTotals } from './test-totals.mjs';

/** Folders whose tests use nothing but the packages. */
const selfContained = /^(schema|engine|simulator)\//;

try {
  const files = testFiles(process.argv.slice(2));
  await ensurePackages();
  const settings = files.every((file) => selfContained.test(file)) ? {} : await ensureSurroundings();
  const folder = openTestFolder();
  try {
    const memory = folder === null ? {} : { LOTCAST_TEST_FOLDER: folder.path };
    process.exitCode = await runTests(files, { ...settings, ...memory });
  } finally {
    folder?.remove();
  }
} catch (error) {
  exitWithMessage(error);
}

/** Sets up what the other tests use, and gives the environment variables that say where it is. */
async function ensureSurroundings() {
  await ensureDebianPackages();
  await ensurePage();
  await ensureServer();
  const worker = await ensureMediaWorker();
  if (worker.path === null) throw new Error(`The tests need the media worker. ${worker.reason}`);
  return { MEDIASOUP_WORKER_BIN: worker.path };
}

async function runTests(files, settings) {
  const runner = spawn(
    process.execPath,
    ['--import', 'tsx', join(root, 'setup/run-tests.mjs'), ...inOrder(files)],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...settings, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    },
  );
  const totals = new TestTotals();
  runner.stdout.setEncoding('utf8').on('data', (chunk) => {
    process.stdout.write(chunk);
    totals.add(chunk);
  });
  // The runner reports what it has when it is interrupted.
  handSignalsTo(runner);
  const code = await exitCodeOf(runner);

  const problems = process.env.CI === 'true' ? totals.problems() : [];
  for (const problem of problems) process.stdout.write(`✖ ${problem}\n`);
  if (totals.isBuried || problems.length > 0) process.stdout.write(`\n${totals}\n`);
  return code === 0 && problems.length > 0 ? 1 : code;
}
