import { readdirSync, readFileSync } from 'node:fs';
import { childrenOf, commandLineOf } from '../../../testing/processes.ts';

const ticksPerSecond = 100;
const pageBytes = 4_096;

/** A process and all that it has started. */
export function treeOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(treeOf)];
}

/** Seconds of CPU that these processes have used; what is gone has used none. */
export function cpuSecondsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const stat = read(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // User and system time, fields 14 and 15 of proc(5), counted from the third.
    return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
  }, 0);
}

/** Bytes of memory that a process holds. */
export const residentBytesOf = (pid: number): number =>
  Number(read(`/proc/${pid}/statm`).split(' ')[1] ?? 0) * pageBytes;

/** Files, sockets and pipes that a process has open. */
export function openFilesOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** The media workers among these processes. */
export const mediaWorkersAmong = (pids: readonly number[]): number[] =>
  pids.filter((pid) => commandLineOf(pid)[0]?.includes('mediasoup') === true);

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
