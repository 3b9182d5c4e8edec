import { readdirSync } from 'node:fs';
import { root } from './root.mjs';

/** Folders of ours at the top of the checkout: all but what is hidden or installed, so that no new one is forgotten. */
export function ourFolders() {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map((entry) => entry.name)
    .sort();
}
