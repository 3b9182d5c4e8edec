import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ourFolders } from './folders.mjs';
import { root } from './root.mjs';

/**
 * Paths from the checkout's folder of all test files, or of those at and below the given paths.
 * Throws when a path does not exist or there are no tests at all.
 */
export function testFiles(paths) {
  const chosen = paths.length > 0 ? paths : ourFolders();
  const files = [...new Set(chosen.flatMap(testFilesBelow))].sort();
  if (files.length === 0) throw new Error(`There are no tests below ${chosen.join(', ')}.`);
  return files;
}

function testFilesBelow(path) {
  const full = resolve(root, path);
  if (!existsSync(full)) throw new Error(`There is no ${path} to test.`);
  const files = statSync(full).isFile() ? [full] : filesBelow(full);
  return files.filter((file) => /\.test\.tsx?$/.test(file)).map((file) => relative(root, file));
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
