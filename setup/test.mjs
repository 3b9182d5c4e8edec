// `npm test [-- paths…]`: sets up what tests need, then runs all of them, or those at and below the paths.
import { spawn } from 'node:child_process';
import { ensureDebianPackages } from './debian-packages.mjs';
import { exitWithMessage } from './exit-with-message.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePage } from './page.mjs';
import { root } from './root.mjs';
import { exitCodeOf } from './run-command.mjs';
import { testFiles } from './test-files.mjs';
import { TestTotals } from './test-totals.mjs';

/** Folders whose tests use nothing but the packages. */
const selfContained = /^(schema|engine)\//;

try {
  const files = testFiles(process.argv.slice(2));
  await ensurePackages();
  if (files.some((file) => !selfContained.test(file))) {
    await ensureDebianPackages();
    await ensurePage();
  }
  process.exitCode = await runTests(files);
} catch (error) {
  exitWithMessage(error);
}

async function runTests(files) {
  const options = [
    '--import',
    'tsx',
    '--test',
    '--test-concurrency=2',
    // A test that hangs must not take the whole run with it.
    '--test-timeout=300000',
    '--test-reporter=spec',
  ];
  const runner = spawn(process.execPath, [...options, '--test-reporter-destination=stdout', ...files], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
  });
  const totals = new TestTotals();
  runner.stdout.setEncoding('utf8').on('data', (chunk) => {
    process.stdout.write(chunk);
    totals.add(chunk);
  });
  // Ctrl-C reaches the runner too, which then reports what it has.
  process.on('SIGINT', () => {});
  const code = await exitCodeOf(runner);

  const problems = process.env.CI === 'true' ? totals.problems() : [];
  for (const problem of problems) process.stdout.write(`✖ ${problem}\n`);
  if (totals.isBuried || problems.length > 0) process.stdout.write(`\n${totals}\n`);
  return code === 0 && problems.length > 0 ? 1 : code;
}
