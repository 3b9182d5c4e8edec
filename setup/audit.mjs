// Known vulnerabilities of the packages that the service runs with.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { root } from './root.mjs';

/** Worse than this is not accepted. */
const least = 'high';

/**
 * Asks the registry, and gives an exit code: 1 if it knows of a grave vulnerability. A registry that can't be asked, as
 * mirrors often can't, proves nothing against the packages; that is said.
 */
export async function audit() {
  const args = ['audit', '--omit=dev', `--audit-level=${least}`, '--json'];
  const npm = spawn('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  const report = parsed(await text(npm.stdout));
  const counts = report?.metadata?.vulnerabilities;
  if (counts === undefined) {
    const reason = report?.message ?? report?.error?.summary ?? 'no answer';
    process.stdout.write(`The registry could not be asked: ${reason}\n`);
    return 0;
  }
  const grave = counts.high + counts.critical;
  process.stdout.write(`${counts.total} known, ${grave} of them grave\n`);
  for (const [name, { severity, range }] of Object.entries(report.vulnerabilities ?? {})) {
    process.stdout.write(`  ${severity}: ${name} ${range}\n`);
  }
  return grave > 0 ? 1 : 0;
}

function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
