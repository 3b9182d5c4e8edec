import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Logger } from 'pino';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts';
import { identifyingSettings, postgresProcesses, stopLeftovers } from './postgres-processes.ts';
import { type PostgresUser, postgresUser } from './postgres-user.ts';

/** A PostgreSQL server that runs beside this process and ends with it. */
export interface EmbeddedPostgres {
  /** Connection URL; the server listens on a socket in a folder that only its user and ours may enter. */
  url: string;
  /** Resolves when the server has ended without having been asked to. */
  lost: Promise<void>;
  /** Stops the server in order and resolves when it has ended. */
  stop(): Promise<void>;
}

const role = 'lotcast';
const settings = [
  'listen_addresses=',
  'unix_socket_permissions=0700',
  'fsync=on',
  'synchronous_commit=on',
  'shared_buffers=256MB',
  'wal_compression=on',
  'max_wal_size=2GB',
  'checkpoint_timeout=15min',
  'timezone=UTC',
  'lc_messages=C',
  'log_line_prefix=',
  'log_checkpoints=off',
  'log_min_error_statement=panic',
];
const stopTimeoutMs = 10_000;
/** Lines of what a server that does not start says that are repeated in the error. */
const mostComplaints = 20;

/**
 * Starts the embedded PostgreSQL on `dataDir`/postgres, which is initialised on first use. What an earlier,
 * killed Lotcast left running is stopped first. Throws when another Lotcast uses the folder, or when the
 * server does not start, with what it said.
 */
export async function startEmbeddedPostgres(dataDir: string, log: Logger): Promise<EmbeddedPostgres> {
  // Others may pass through to what is theirs (the server's user has to), but not look around.
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const home = await realpath(dataDir);
  const binaries = await postgresBinaries();
  const user = await postgresUser([home, dirname(binaries.postgres)], (name) =>
    log.info(`Created the system user ${name}, because PostgreSQL does not run as root`),
  );
  const clusterName = `lotcast-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
  const cluster = join(home, 'postgres');
  await stopLeftovers(clusterName, cluster, (pids) =>
    log.warn({ pids }, 'Stopping the embedded PostgreSQL of a Lotcast that was killed'),
  );
  if (!existsSync(cluster)) await initialise(cluster, binaries, user, log);
  await user.own(cluster);
  await removeStaleLock(cluster, clusterName);

  const socketFolder = await makeSocketFolder(home, user);
  const flags = [...settings, `unix_socket_directories=${socketFolder}`, ...identifyingSettings(clusterName)];
  const server = launch(user, binaries.postgres, ['-D', cluster, ...flags.flatMap((flag) => ['-c', flag])]);
  await untilReady(server, log);
  return supervise(server, socketFolder);
}

/** Makes a new cluster aside and moves it to its place when it is complete, so that a crash leaves no half of one. */
async function initialise(cluster: string, binaries: PostgresBinaries, user: PostgresUser, log: Logger) {
  log.info(`Initialising the embedded PostgreSQL in ${cluster}`);
  const unfinished = `${cluster}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await user.own(unfinished);

  // Whoever gets through the socket's folder is trusted, so there is no password to keep.
  const access = ['--auth-local=trust', '--auth-host=reject', `--username=${role}`];
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await runToEnd(
    launch(user, binaries.initdb, ['-D', unfinished, '--no-instructions', ...access, ...locale]),
  );
  const session = launch(user, binaries.postgres, ['--single', '-D', unfinished, 'postgres'], 'pipe');
  session.stdin?.end(`create database ${role};\n`);
  await runToEnd(session);
  await rename(unfinished, cluster);
}

/**
 * A lock file of a killed server names a process number that may meanwhile be anybody's; PostgreSQL would take
 * that for a running server of its own (in containers, where numbers start over, this is common).
 */
async function removeStaleLock(cluster: string, clusterName: string): Promise<void> {
  const lock = join(cluster, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number((await readFile(lock, 'utf8')).split('\n')[0]);
  const isOurs = (await postgresProcesses(clusterName)).some((process) => process.pid === pid);
  if (!isOurs) await rm(lock);
}

/** Socket paths are short by law (107 bytes), so a deep data folder gets its socket's folder elsewhere. */
async function makeSocketFolder(home: string, user: PostgresUser): Promise<string> {
  const beside = join(home, 'postgres-socket');
  const fits = Buffer.byteLength(join(beside, '.s.PGSQL.5432.lock')) <= 107;
  const folder = fits ? beside : await mkdtemp(join(tmpdir(), 'lotcast-'));
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  await user.own(folder);
  for (const left of await readdir(folder)) await rm(join(folder, left));
  return folder;
}

function launch(user: PostgresUser, program: string, args: string[], stdin: 'ignore' | 'pipe' = 'ignore') {
  const { command, args: allArgs } = user.commandFor(program, args);
  // In a process group of its own, because a terminal's Ctrl-C must not stop the database before the service.
  return spawn(command, allArgs, { stdio: [stdin, 'ignore', 'pipe'], detached: true });
}

async function runToEnd(child: ChildProcess): Promise<void> {
  const output: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const [code] = await once(child, 'close');
  if (code !== 0)
    throw new Error(`The embedded PostgreSQL could not be initialised: ${output.join('').trim()}`);
}

async function untilReady(server: ChildProcess, log: Logger): Promise<void> {
  const complaints: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: server.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      log.debug(`PostgreSQL: ${line}`);
      if (line.includes('database system is ready to accept connections')) resolve();
      else if (!line.startsWith('LOG:') && complaints.length < mostComplaints) complaints.push(line);
    });
    server.once('error', reject);
    server.once('close', () =>
      reject(new Error(`The embedded PostgreSQL did not start: ${complaints.join(' ')}`)),
    );
  });
}

function supervise(server: ChildProcess, socketFolder: string): EmbeddedPostgres {
  let isStopping = false;
  const ended = once(server, 'close');
  const stopWithProcess = () => server.kill('SIGINT');
  process.once('exit', stopWithProcess);
  return {
    url: `postgresql://${role}@${encodeURIComponent(socketFolder)}/${role}`,
    lost: new Promise((resolve) => {
      ended.then(() => {
        process.off('exit', stopWithProcess);
        if (!isStopping) resolve();
      });
    }),
    stop: async () => {
      isStopping = true;
      server.kill('SIGINT');
      const impatience = setTimeout(() => server.kill('SIGQUIT'), stopTimeoutMs);
      await ended;
      clearTimeout(impatience);
      await rm(socketFolder, { recursive: true, force: true });
    },
  };
}
