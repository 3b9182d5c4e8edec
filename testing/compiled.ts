import { dirname, join } from 'node:path';
import { ensureServer } from '../setup/server.mjs';

/**
 * Path of a source file of the service's as `npm start` runs it, such as `actors/inspection/cli.ts`: a process that loads
 * it is there in a third of the time that compiling while loading takes.
 */
export async function compiled(path: string): Promise<string> {
  const main = await ensureServer();
  return join(dirname(main), '..', path.replace(/\.ts$/, '.js'));
}
