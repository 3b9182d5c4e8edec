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
import { groupedTests } from './test-groups.mjs';
import { TestTotals } from './test-totals.mjs';

/**
 * Tests that take long and much of a core, longest first: in the end they would run beside the browsers', which look.
 * Between them some that mostly wait, for where those run side by side nobody uses the cores.
 */
const longest = [
  'simulator/mutations/mutations.test.ts',
  'bench/peers.test.ts',
  'simulator/simulator.test.ts',
  'reliability/crashes/trial.test.ts',
  'gateway/service/stop.test.ts',
  'gateway/threads/gateways.test.ts',
  'gateway/crash.test.ts',
  'gateway/socket/recovery.test.ts',
  'gateway/http/attach-http.test.ts',
  'gateway/socket/recovery-at-random.test.ts',
  'gateway/socket/slow-reader.test.ts',
  'reliability/fuzz/fuzz.test.ts',
  'gateway/database/embedded.test.ts',
  'gateway/service/failing.test.ts',
  'gateway/chat/socket/gateways.test.ts',
  'gateway/service/tls.test.ts',
  'gateway/service/start.test.ts',
  'gateway/socket/handshake.test.ts',
];

/** Those of browsers, longest first: what the last of them measures needs a processor that is not busy with the others. */
const last = [
  'web/video.test.ts',
  'web/chat.test.ts',
  'web/story.test.ts',
  'web/account.test.ts',
  'web/firefox.test.ts',
  'web/session.test.ts',
  'web/relay.test.ts',
  'web/sign-in.test.ts',
  'web/poor-network.test.ts',
];

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

function inOrder(files) {
  const isAmong = (file) => files.includes(file);
  const others = files.filter((file) => !longest.includes(file) && !last.includes(file));
  return [...longest.filter(isAmong), ...groupedTests(others), ...last.filter(isAmong)];
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
