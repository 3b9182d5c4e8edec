import { type ChildProcess, execFileSync, spawnSync } from 'node:child_process';
import { chownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onCleanup, type Scope } from './cleanup.ts';
import { copyOrMake } from './clusters.ts';
import { freePort } from './free-port.ts';
import { freezePostgres, killPostgres, postgresPids, removePostgres } from './postgres-group.ts';
import { allGone, ended, signal, spawnGroup } from './processes.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A PostgreSQL server of Debian's package on a cluster of its own, for one test or suite. */
export interface InstalledPostgres {
  /** Connection URL of an empty database, over TCP. The same after each start. */
  url: string;
  /** Its running processes, the first one first. */
  pids(): number[];
  /** Kills all its processes at one blow; what was committed is on disk. */
  kill(): Promise<void>;
  /** Stops all its processes in their tracks: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
  /** Stops it in order. */
  stop(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
}

const role = 'lotcast';
const initialisation = [`--username=${role}`, '--auth=trust', '--encoding=UTF8', '--locale=C'];

/**
 * Starts PostgreSQL with fsync on. `settings` are server settings such as `max_connections=20`; its folder is made
 * in `parent`. Everything ends and is removed with the scope.
 */
export async function startInstalledPostgres(
  scope: Scope,
  settings: readonly string[] = [],
  parent?: string,
): Promise<InstalledPostgres> {
  const programs = installedPrograms();
  const identity = unprivilegedIdentity();
  const folder = await temporaryFolder(scope, parent);
  if (identity) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, 'data');
  await copyOrMake(data, [programs, ...initialisation], async () => {
    const initdb = ['-D', data, ...initialisation];
    execFileSync(join(programs, 'initdb'), initdb, { ...identity, stdio: 'pipe' });
    const single = ['--single', '-D', data, 'postgres'];
    execFileSync(join(programs, 'postgres'), single, {
      ...identity,
      input: `create database ${role};\n`,
      stdio: 'pipe',
    });
  });

  const port = await freePort();
  const flags = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    // Shared memory stands in the cluster's folder: whatever kills the server, it leaves nothing in /dev/shm.
    'dynamic_shared_memory_type=mmap',
    ...settings,
  ];
  let server: ChildProcess;
  const start = async () => {
    server = spawnGroup(scope, join(programs, 'postgres'), ['-D', data, ...flags.flatMap((f) => ['-c', f])], {
      ...identity,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await untilReady(server);
  };
  onCleanup(scope, () => removePostgres(data));
  await start();

  return {
    url: `postgresql://${role}@127.0.0.1:${port}/${role}`,
    pids: () => postgresPids(data),
    kill: async () => {
      const pids = killPostgres(data);
      await ended(server);
      // It does not start again while any of them holds its shared memory.
      await allGone(pids);
    },
    pause: () => {
      freezePostgres(data);
    },
    resume: () => {
      for (const pid of postgresPids(data).reverse()) signal(pid, 'SIGCONT');
    },
    stop: async () => {
      server.kill('SIGINT');
      await ended(server);
    },
    start,
  };
}

function installedPrograms(): string {
  const folder = '/usr/lib/postgresql';
  const newest = readdirSync(folder)
    .sort((a, b) => Number(b) - Number(a))
    .at(0);
  if (newest === undefined) throw new Error('PostgreSQL is not installed; `npm test` installs it.');
  return join(folder, newest, 'bin');
}

/** PostgreSQL refuses to run as root, so then another user's identity is taken. */
function unprivilegedIdentity(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (option: string, user: string) => Number(spawnSync('id', [option, user]).stdout);
  const user = spawnSync('id', ['postgres']).status === 0 ? 'postgres' : 'nobody';
  return { uid: idOf('-u', user), gid: idOf('-g', user) };
}

async function untilReady(server: ChildProcess): Promise<void> {
  const output: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: server.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      output.push(line);
      if (line.includes('database system is ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('close', () => reject(new Error(`PostgreSQL did not start:\n${output.join('\n')}`)));
  });
}
