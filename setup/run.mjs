// `node setup/run.mjs FILE.ts ARGS…`: runs a TypeScript program of this project, its packages installed first.
import { spawn } from 'node:child_process';
import { exitWithMessage } from './exit-with-message.mjs';
import { ensurePackages } from './packages.mjs';
import { root } from './root.mjs';
import { exitCodeOf, handSignalsTo } from './run-command.mjs';

try {
  await ensurePackages();
  const args = ['--import', 'tsx', ...process.argv.slice(2)];
  const program = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  handSignalsTo(program);
  process.exitCode = await exitCodeOf(program);
} catch (error) {
  exitWithMessage(error);
}
