// `node setup/run.mjs FILE.ts ARGS…`: runs a TypeScript program of this project, its packages installed first.
import { exitWithMessage } from './exit-with-message.mjs';
import { ensurePackages } from './packages.mjs';
import { runCommand } from './run-command.mjs';

try {
  await ensurePackages();
  // A terminal's Ctrl-C reaches the program too; this process waits for what it makes of it.
  process.on('SIGINT', () => {});
  process.exitCode = await runCommand(process.execPath, ['--import', 'tsx', ...process.argv.slice(2)]);
} catch (error) {
  exitWithMessage(error);
}
