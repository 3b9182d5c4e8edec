import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { onCleanup, type Scope } from './cleanup.ts';
import { copyOrMake } from './clusters.ts';
import { compiled } from './compiled.ts';
import { removePostgres } from './postgres-group.ts';
import { temporaryFolder } from './temporary-folder.ts';

const initialisation = ['package-lock.json', 'gateway/database/embedded.ts'].map((path) =>
  readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8'),
);
const silent = { info() {}, warn() {}, error() {}, debug() {} };

/** An empty data folder in which the embedded PostgreSQL has been initialised. It is removed with the scope. */
export async function initialisedDataFolder(scope: Scope, parent?: string): Promise<string> {
  const dataDir = await temporaryFolder(scope, parent);
  const cluster = join(dataDir, 'postgres');
  await copyOrMake(cluster, ['embedded', ...initialisation], async () => {
    onCleanup(scope, () => removePostgres(cluster));
    // As the server itself does it, which this folder does not know otherwise.
    const { href } = pathToFileURL(await compiled('gateway/database/embedded.ts'));
    const { startEmbeddedPostgres } = await import(href);
    const server = await startEmbeddedPostgres(dataDir, silent);
    await server.stop();
  });
  return dataDir;
}
