import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program is that could be called by its name alone; null when there is none. */
export function programPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(existsSync) ?? null;
}

export const hasProgram = (name) => programPath(name) !== null;
