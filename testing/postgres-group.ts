import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { allGone, childrenOf, commandLineOf, signal } from './processes.ts';

/** The running processes of the PostgreSQL server on a data folder, its first one first; none when it is down. */
export function postgresPids(dataFolder: string): number[] {
  const first = Number(lockLines(dataFolder)[0]);
  // The file outlives a killed server, and its number may by now be somebody else's.
  const isServer = commandLineOf(first).includes(dataFolder);
  return isServer ? [first, ...childrenOf(first)] : [];
}

/** Stops all processes of a server in their tracks; gives their numbers. */
export function freezePostgres(dataFolder: string): number[] {
  const [first] = postgresPids(dataFolder);
  if (first === undefined) return [];
  // The first one starts the others, so once it stands still the list is complete.
  signal(first, 'SIGSTOP');
  const pids = postgresPids(dataFolder);
  for (const pid of pids) signal(pid, 'SIGSTOP');
  return pids;
}

/** Kills all processes of a server at one blow, as a power cut would; gives their numbers. */
export function killPostgres(dataFolder: string): number[] {
  const pids = freezePostgres(dataFolder);
  for (const pid of pids) signal(pid, 'SIGKILL');
  return pids;
}

/**
 * Kills a server whose data is not needed any more, and takes away what outlives the processes and the folder of one that
 * was killed: shared memory, of which a system gives out 4,096 pieces until it starts again, and then no server starts.
 * Resolves when its processes are gone; the rest is done before this returns.
 */
export function removePostgres(dataFolder: string): Promise<void> {
  const files = postgresPids(dataFolder).flatMap(sharedFilesOf);
  const pids = killPostgres(dataFolder);
  const segment = sharedSegmentOf(dataFolder);
  if (segment !== null) spawnSync('ipcrm', ['-m', segment]);
  for (const file of files) rmSync(file, { force: true });
  return allGone(pids);
}

/** The piece of shared memory by which a server knows that it is the only one on its data; null once it has given it back. */
function sharedSegmentOf(dataFolder: string): string | null {
  // Its key and its number stand in the seventh line.
  const [, segment] = lockLines(dataFolder)[6]?.trim().split(/\s+/) ?? [];
  return segment ?? null;
}

function sharedFilesOf(pid: number): string[] {
  return [...new Set(textOf(`/proc/${pid}/maps`).match(/\/dev\/shm\/PostgreSQL\.\d+/g))];
}

const lockLines = (dataFolder: string) => textOf(join(dataFolder, 'postmaster.pid')).split('\n');

/** What stands in a file; nothing when it, or the process that it tells of, is gone. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
