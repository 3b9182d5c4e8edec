import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './root.mjs';

const folder = join(root, '.build');
const lock = join(folder, 'set-up.lock');
const lookAgainMs = 100;

/**
 * Does what must not be done to this checkout twice at the same time; who comes second waits, and says so. Our own, for
 * it is needed before any package is installed.
 */
export async function oneAtATime(task) {
  const mine = join(folder, `set-up.${randomUUID()}`);
  mkdirSync(folder, { recursive: true });
  // A link appears as a whole: nobody sees a lock that does not say yet whose it is.
  writeFileSync(mine, String(process.pid));
  try {
    for (let looks = 0; !isTakenWith(mine); looks++) {
      if (looks === 0) process.stderr.write('Waiting for another set-up of this checkout\n');
      await pause(lookAgainMs);
    }
  } finally {
    rmSync(mine);
  }
  try {
    return await task();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isTakenWith(mine) {
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    removeIfAbandoned(`${mine}.abandoned`);
    return false;
  }
}

function removeIfAbandoned(aside) {
  try {
    const owner = readFileSync(lock, 'utf8');
    if (isAlive(Number(owner))) return;
    renameSync(lock, aside);
    // Somebody else may have removed it and taken the next one since it was read: that one goes back.
    if (readFileSync(aside, 'utf8') !== owner) linkSync(aside, lock);
    rmSync(aside);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
