import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const memory = '/dev/shm';
/** A database takes 50 MB and what is written to it; there are a few at a time. */
const leastBytes = 4 * 2 ** 30;

/**
 * Makes a folder in memory for what tests write, most of which are databases that live for seconds: to have a disk keep
 * them costs time, and what tests kill are processes, which files in memory outlive as well. Gives its path, and what
 * removes it; null where there is too little memory for files.
 */
export function openTestFolder() {
  if (!hasRoom()) return null;
  const path = mkdtempSync(join(memory, 'lotcast-tests-'));
  // PostgreSQL runs as somebody else when root runs the tests.
  chmodSync(path, 0o755);
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= leastBytes;
  } catch {
    return false;
  }
}
