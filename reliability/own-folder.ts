import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removePostgres } from '../testing/postgres-group.ts';
import { mountsBelow } from './small-disk.ts';

/**
 * Has everything temporary of this process in a folder of its own, and leaves nothing behind however the process
 * ends: a signal leaves no time for anything but this.
 */
export function takeOwnFolder(): void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lotcast-try-')));
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  process.once('SIGHUP', () => process.exit(129));
  process.once('exit', () => {
    for (const cluster of clustersBelow(folder)) void removePostgres(cluster);
    for (const mount of mountsBelow(folder)) execFileSync('umount', ['--lazy', mount]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
}

/** An embedded PostgreSQL is no child of this process, so it is found by where its data is. */
function clustersBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('/postmaster.pid'))
    .map((path) => join(folder, path, '..'));
}
