import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onCleanup, type Scope } from './cleanup.ts';

/** Makes an empty folder that other users may enter, and removes it with all that is in it when the scope ends. */
export async function temporaryFolder(scope: Scope, parent: string = tmpdir()): Promise<string> {
  const folder = await realpath(await mkdtemp(join(parent, 'lotcast-test-')));
  onCleanup(scope, () => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  await chmod(folder, 0o755);
  return folder;
}
