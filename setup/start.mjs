// `npm start`: sets up what is missing, then runs the service with the same arguments.
import { spawn } from 'node:child_process';
import { exitWithMessage } from './exit-with-message.mjs';
import { ensureMediaWorker } from './media-worker/ensure-media-worker.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePage } from './page.mjs';
import { root } from './root.mjs';
import { exitCodeOf, handSignalsTo } from './run-command.mjs';
import { ensureServer } from './server.mjs';

const args = process.argv.slice(2);

try {
  await ensurePackages();
  if (!args.includes('--help')) await ensurePage();
  const main = await ensureServer();
  process.exitCode = await runService(main, args.includes('--help') ? {} : await mediaWorkerSettings());
} catch (error) {
  exitWithMessage(error);
}

async function mediaWorkerSettings() {
  const worker = await ensureMediaWorker();
  if (worker.path !== null) return { MEDIASOUP_WORKER_BIN: worker.path };
  process.stderr.write(`Starting without video. ${worker.reason}\n`);
  return {};
}

function runService(main, settings) {
  const service = spawn(process.execPath, ['--enable-source-maps', main, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...settings },
  });
  handSignalsTo(service);
  return exitCodeOf(service);
}
