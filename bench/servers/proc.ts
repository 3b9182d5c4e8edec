import { readdirSync, readFileSync } from 'node:fs';

/** Ticks per second in /proc, which Linux fixes for all programs whatever its own timer does. */
const ticksPerSecond = 100;
const pageBytes = 4_096;

interface ProcessState {
  readonly pid: number;
  readonly parentPid: number;
  readonly name: string;
  readonly cpuSeconds: number;
}

/** All processes below one, nearest first; none where there is no /proc. */
export function descendantsOf(pid: number): ProcessState[] {
  const children = new Map<number, ProcessState[]>();
  for (const state of allProcesses()) {
    const siblings = children.get(state.parentPid);
    if (siblings) siblings.push(state);
    else children.set(state.parentPid, [state]);
  }
  const found: ProcessState[] = [];
  for (
    let level = children.get(pid) ?? [];
    level.length > 0;
    level = level.flatMap((s) => children.get(s.pid) ?? [])
  ) {
    found.push(...level);
  }
  return found;
}

/** Seconds of CPU that a process has used with all its threads; 0 if it is gone. */
export function cpuSecondsOf(pid: number): number {
  return processState(pid)?.cpuSeconds ?? 0;
}

/** Seconds of CPU of a process with all that it has started, ended ones included. */
export function treeCpuSecondsOf(pid: number): number {
  return descendantsOf(pid).reduce((sum, state) => sum + state.cpuSeconds, cpuSecondsOf(pid));
}

/** Bytes of memory that a process holds; 0 if it is gone. */
export function residentBytesOf(pid: number): number {
  const fields = read(`/proc/${pid}/statm`)?.split(' ');
  return Number(fields?.[1] ?? 0) * pageBytes;
}

/** Bytes that a process has for itself: without files and without what its processes share. 0 if it is gone. */
export function ownBytesOf(pid: number): number {
  return 1_024 * Number(/^Pss_Anon: +(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0);
}

/** Files, sockets and pipes that a process has open; 0 if it is gone. */
export function openFilesOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** Threads of a process; 0 if it is gone. */
export function threadsOf(pid: number): number {
  return Number(/^Threads:\t(\d+)$/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? 0);
}

function allProcesses(): ProcessState[] {
  let entries: string[];
  try {
    entries = readdirSync('/proc');
  } catch {
    return [];
  }
  return entries.filter((entry) => /^\d+$/.test(entry)).flatMap((entry) => processState(Number(entry)) ?? []);
}

function processState(pid: number): ProcessState | null {
  const text = read(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The name stands in brackets and may hold brackets and spaces itself.
  const nameEnd = text.lastIndexOf(')');
  const name = text.slice(text.indexOf('(') + 1, nameEnd);
  const fields = text.slice(nameEnd + 2).split(' ');
  // Fields 14 to 17 of proc(5), counted from the third: its own time and that of children it has waited for.
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parentPid: Number(fields[1]), name, cpuSeconds: ticks / ticksPerSecond };
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
