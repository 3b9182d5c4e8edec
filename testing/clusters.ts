import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const kept = fileURLToPath(new URL('../.build/clusters/', import.meta.url));

/**
 * Fills `cluster` with a PostgreSQL cluster that is not running: a copy of one that was made before from the same,
 * otherwise what `make` puts there. `madeFrom` names all that it depends on. To initialise one takes as much of the
 * processor as a short test, and a second of the disk.
 */
export async function copyOrMake(
  cluster: string,
  madeFrom: readonly string[],
  make: () => Promise<void>,
): Promise<void> {
  // A copy belongs to whom the original belongs to, which only root may give away.
  const key = JSON.stringify([process.getuid?.(), ...madeFrom]);
  const original = join(kept, createHash('sha256').update(key).digest('hex').slice(0, 16));
  if (existsSync(original)) return copy(original, cluster);
  await make();
  await keep(cluster, original);
}

/** Under its name it stands as a whole or not at all, whoever else makes the same one now. */
async function keep(cluster: string, original: string): Promise<void> {
  await mkdir(kept, { recursive: true });
  const aside = await mkdtemp(join(kept, 'unfinished-'));
  try {
    await copy(cluster, join(aside, 'cluster'));
    await rename(join(aside, 'cluster'), original);
  } catch (error) {
    if (!existsSync(original)) throw error;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function copy(from: string, to: string): Promise<void> {
  await run('cp', ['--archive', '--reflink=auto', '--no-target-directory', from, to]);
}
