import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onCleanup, type Scope } from './cleanup.ts';

/** Where `npm test` has its tests keep what they write, in memory where there is enough of it (`setup/test-folder.mjs`). */
const ofTests = process.env.LOTCAST_TEST_FOLDER ?? tmpdir();

/** Makes an empty folder that other users may enter, and removes it with all that is in it when the scope ends. */
export async function temporaryFolder(scope: Scope, parent: string = ofTests): Promise<string> {
  const folder = await realpath(await mkdtemp(join(parent, 'lotcast-test-')));
  onCleanup(scope, () => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  await chmod(folder, 0o755);
  return folder;
}
