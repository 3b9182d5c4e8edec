// `npm run check`: everything that can be judged without running the service.
import { join } from 'node:path';
import { audit } from './audit.mjs';
import { exitWithMessage } from './exit-with-message.mjs';
import { ourFolders } from './folders.mjs';
import { ensurePackages, ensurePeerPackages } from './packages.mjs';
import { root } from './root.mjs';
import { runCommand } from './run-command.mjs';

try {
  await ensurePackages();
  await ensurePeerPackages();
  const colors = process.stdout.isTTY ? 'force' : 'off';
  const checks = [
    // Version 7 is several times as fast; the 6 beside it is the library that the import rules are read with.
    ['Types', 'typescript-7/bin/tsc', ['--noEmit']],
    ['Types of what Lotcast is compared with', 'typescript-7/bin/tsc', ['--noEmit', '-p', 'bench/peers']],
    ['Formatting and lint', '.bin/biome', ['ci', `--colors=${colors}`, '.']],
    ['Unused code and dependencies', '.bin/knip', []],
    ['Import rules', '.bin/depcruise', ourFolders()],
  ];
  const failed = [];
  for (const [name, program, args] of checks) {
    process.stdout.write(`\n── ${name}\n`);
    const code = await runCommand(join(root, 'node_modules', program), args);
    if (code !== 0) failed.push(name);
  }
  process.stdout.write('\n── Known vulnerabilities\n');
  if ((await audit()) !== 0) failed.push('Known vulnerabilities');
  process.stdout.write(failed.length > 0 ? `\nFailed: ${failed.join(', ')}\n` : '\nAll checks passed.\n');
  process.exitCode = failed.length > 0 ? 1 : 0;
} catch (error) {
  exitWithMessage(error);
}
