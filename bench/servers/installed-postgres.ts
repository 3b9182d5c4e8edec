import { type ChildProcess, execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { Children } from './children.ts';
import { freePort } from './free-port.ts';

const run = promisify(execFile);
const versionsFolder = '/usr/lib/postgresql';
const startTimeoutMs = 30_000;

/** A PostgreSQL server of the machine's own packages, on a cluster of ours. */
export interface InstalledPostgres {
  readonly process: ChildProcess;
  readonly pid: number;
  /** Connection URL of an empty database. */
  readonly url: string;
  /** Starts it on the same cluster and port, after it has ended. */
  startAgain(): Promise<InstalledPostgres>;
}

/** Programs of the newest installed PostgreSQL (Debian's layout), or null. */
export function installedPostgresPrograms(): string | null {
  if (!existsSync(versionsFolder)) return null;
  const versions = readdirSync(versionsFolder)
    .filter((version) => existsSync(join(versionsFolder, version, 'bin/initdb')))
    .sort((a, b) => Number(b) - Number(a));
  return versions[0] === undefined ? null : join(versionsFolder, versions[0], 'bin');
}

/** Starts a new cluster in `folder` with PostgreSQL's own defaults, which include fsync. */
export async function startInstalledPostgres(
  programs: string,
  folder: string,
  children: Children,
): Promise<InstalledPostgres> {
  const user = await serverUser();
  await mkdir(folder, { mode: 0o700 });
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) {
    await chown(folder, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }

  const cluster = join(folder, 'cluster');
  const access = ['--auth=scram-sha-256', '--username=lotcast', `--pwfile=${passwordFile}`];
  await run(
    join(programs, 'initdb'),
    ['-D', cluster, '--no-instructions', '--encoding=UTF8', '--locale=C', ...access],
    {
      ...user,
      cwd: folder,
    },
  );
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'lc_messages=C',
  ];
  const urlOf = (database: string) => `postgresql://lotcast:${password}@127.0.0.1:${port}/${database}`;
  const launch = async (prepare: string): Promise<InstalledPostgres> => {
    const server = children.spawn(
      'The installed PostgreSQL',
      join(programs, 'postgres'),
      ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])],
      // SIGINT is its fast shutdown; SIGTERM would wait for clients.
      { ...user, cwd: folder, stdio: 'ignore', stopSignal: 'SIGINT' },
    );
    await runOnceUp(urlOf('postgres'), prepare, () => server.exitCode === null);
    const pid = server.pid as number;
    return { process: server, pid, url: urlOf('lotcast'), startAgain: () => launch('select 1') };
  };
  return launch('create database lotcast');
}

/** PostgreSQL refuses to run as root; Debian's packages make a user for it. */
async function serverUser(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

async function runOnceUp(url: string, statement: string, isRunning: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + startTimeoutMs;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.query(statement);
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => {});
      if (!isRunning() || performance.now() > giveUpAt) {
        throw new Error(`the installed PostgreSQL did not start: ${(error as Error).message}`);
      }
      await pause(50);
    }
  }
}
