import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { onCleanup, type Scope } from './cleanup.ts';

/**
 * Starts a program in a process group of its own. The group is killed when the scope ends, and with this
 * process, so that nothing outlives a test that failed or was broken off.
 */
export function spawnGroup(
  scope: Scope,
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const child = spawn(command, args, { ...options, detached: true });
  const killGroup = () => {
    if (child.pid !== undefined) signal(-child.pid, 'SIGKILL');
  };
  process.once('exit', killGroup);
  exitOnSignals();
  onCleanup(scope, async () => {
    process.off('exit', killGroup);
    killGroup();
    await ended(child);
  });
  return child;
}

/** Resolves to the exit code when the process has ended; null when a signal ended it or it never started. */
export function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    return Promise.resolve(child.exitCode);
  }
  return new Promise((resolve) => {
    child.once('exit', resolve);
  });
}

/** Resolves when none of these processes runs any more: a process that was killed holds what it shared for a while still. */
export async function allGone(pids: readonly number[]): Promise<void> {
  while (pids.some((pid) => parentOf(pid) !== null)) await pause(5);
}

/** Sends a signal to a process, or to a group by its negative number. Nothing happens when it is gone. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Process numbers of the running children of a process. */
export function childrenOf(parentPid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parentPid);
}

/** The program and arguments of a process, as a list; empty when it is gone. */
export function commandLineOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function parentOf(pid: number): number | null {
  try {
    // The name in brackets may hold anything; what follows its end is: state, parent.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? null : Number(parent);
  } catch {
    return null;
  }
}

let exitsOnSignals = false;

/** A signal that ends this process would otherwise skip its 'exit' event. */
function exitOnSignals(): void {
  if (exitsOnSignals) return;
  exitsOnSignals = true;
  process.once('SIGTERM', () => process.exit(143));
  process.once('SIGINT', () => process.exit(130));
}
