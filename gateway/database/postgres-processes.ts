import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Finds the processes of an embedded server by its cluster name, which PostgreSQL shows in the command line of
 * each. Those are readable for everybody and can't be mistaken for a process that reuses an old number.
 */
export interface PostgresProcess {
  pid: number;
  parentPid: number;
  /** The Lotcast process that started the server, in the case of the server's first process. */
  startedBy: number | null;
}

/** Settings by which the processes of a server are found again. */
export function identifyingSettings(clusterName: string): string[] {
  return [`cluster_name=${clusterName}`, `lotcast.started_by=${process.pid}`];
}

/** All running processes of this cluster. */
export async function postgresProcesses(clusterName: string): Promise<PostgresProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map((pid) => postgresProcess(pid, clusterName)));
  return found.filter((process) => process !== null);
}

async function postgresProcess(pid: number, clusterName: string): Promise<PostgresProcess | null> {
  try {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    const args = commandLine.split('\0');
    const isFirst = args[0]?.endsWith('/postgres') && args.includes(`cluster_name=${clusterName}`);
    if (!isFirst && !commandLine.startsWith(`postgres: ${clusterName}: `)) return null;

    // The name in brackets may hold anything; what follows its end is: state, parent.
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const parentPid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    const startedBy = args.find((arg) => arg.startsWith('lotcast.started_by='))?.split('=')[1];
    return { pid, parentPid, startedBy: startedBy ? Number(startedBy) : null };
  } catch {
    // It ended while it was looked at.
    return null;
  }
}

/** Ends what is left of a server whose Lotcast was killed. Throws when a living Lotcast runs it, in `folder`. */
export async function stopLeftovers(
  clusterName: string,
  folder: string,
  onFound: (pids: number[]) => void,
): Promise<void> {
  const found = await postgresProcesses(clusterName);
  // A process whose parent dies gets another parent, so this one's Lotcast is alive.
  const inUse = found.find(({ startedBy, parentPid }) => startedBy === parentPid);
  if (inUse) throw new Error(`Another Lotcast (process ${inUse.parentPid}) is using ${folder}.`);
  if (found.length === 0) return;

  onFound(found.map(({ pid }) => pid));
  // Stopped rather than taken over: its sessions may still carry out what the killed Lotcast sent last,
  // and nothing may be written after the journal has been read again.
  if (await endsAfter('SIGINT', clusterName, 10_000)) return;
  if (await endsAfter('SIGQUIT', clusterName, 10_000)) return;
  throw new Error(`An earlier embedded PostgreSQL still runs in ${folder} and does not stop.`);
}

/** SIGINT: give up what is under way and stop in order. SIGQUIT: stop at once, recover at the next start. */
async function endsAfter(signal: 'SIGINT' | 'SIGQUIT', clusterName: string, timeoutMs: number) {
  const processes = await postgresProcesses(clusterName);
  const first = processes.filter(({ startedBy }) => startedBy !== null);
  // Without their first process the others end by themselves, or at once when told to.
  for (const { pid } of first.length > 0 ? first : processes)
    endProcess(pid, first.length > 0 ? signal : 'SIGQUIT');

  const deadline = performance.now() + timeoutMs;
  while ((await postgresProcesses(clusterName)).length > 0) {
    if (performance.now() > deadline) return false;
    await delay(10);
  }
  return true;
}

function endProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
