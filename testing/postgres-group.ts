import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childrenOf, commandLineOf, signal } from './processes.ts';

/** The running processes of the PostgreSQL server on a data folder, its first one first; none when it is down. */
export function postgresPids(dataFolder: string): number[] {
  const lock = join(dataFolder, 'postmaster.pid');
  if (!existsSync(lock)) return [];
  const first = Number(readFileSync(lock, 'utf8').split('\n')[0]);
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
