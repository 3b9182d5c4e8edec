import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { configVariableNames } from '../schema/config.ts';
import { onCleanup, type Scope } from './cleanup.ts';
import { compiled } from './compiled.ts';
import { initialisedDataFolder } from './embedded-cluster.ts';
import { killPostgres, removePostgres } from './postgres-group.ts';
import { allGone, ended, signal, spawnGroup } from './processes.ts';
import { assertNoSecrets } from './secrets.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A running Lotcast, a process of its own as in real life. */
export interface RunningLotcast {
  /** Where it listens, such as http://127.0.0.1:40123. */
  url: string;
  pid: number;
  /** Its data folder: start another with it to go on where this one ended. */
  dataDir: string;
  /** All that it has printed, stdout and stderr. */
  output(): string;
  /** Resolves to its exit code when it has ended; null when a signal ended it. */
  exited: Promise<number | null>;
  /** Asks it to stop as Ctrl-C does, and gives its exit code. */
  stop(): Promise<number | null>;
  /** Kills it and its embedded database at one blow, as a power cut would. */
  killEverything(): Promise<void>;
}

export interface LotcastOptions {
  /** Configuration; of this process's own environment no variable of Lotcast's is passed on. */
  env?: Record<string, string>;
  /** Default: any free port. */
  port?: number;
  /** Default: an empty folder that is removed with the scope. */
  dataDir?: string;
  /** Sees each line that it prints, from the first on. */
  onLine?: (line: string, pid: number) => void;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** Starts Lotcast on 127.0.0.1 and waits until it listens. It ends with the scope. */
export async function startLotcast(scope: Scope, options: LotcastOptions = {}): Promise<RunningLotcast> {
  const dataDir = options.dataDir ?? (await emptyDataFolder(scope, options.env));
  const database = join(dataDir, 'postgres');
  onCleanup(scope, () => removePostgres(database));
  const env = environment({
    HOST: '127.0.0.1',
    PORT: String(options.port ?? 0),
    DATA_DIR: dataDir,
    LOG_PRETTY: 'false',
    // Most tests need no pictures, and start sooner without.
    MEDIA_WORKERS: '0',
    MEDIA_HOST: '127.0.0.1',
    MEDIA_PORT: '0',
    // Whoever comes in a test comes as a guest, on whatever database.
    GUEST_SIGN_IN: 'true',
    ...options.env,
  });
  const lines: string[] = [];
  const output = () => lines.join('\n');
  // Whatever it is started for, and after it has ended.
  onCleanup(scope, () => assertNoSecrets(output(), env));
  const server = spawnGroup(
    scope,
    process.execPath,
    ['--enable-source-maps', await compiled('gateway/main.ts')],
    {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const pid = server.pid;
  if (pid === undefined) throw new Error('Lotcast could not be started.');

  const exited = ended(server);
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream as NodeJS.ReadableStream }).on('line', (line) => {
        lines.push(line);
        options.onLine?.(line, pid);
        const listening = listeningUrl(line);
        if (listening !== null) resolve(listening);
      });
    }
    server.once('close', (code) => reject(new Error(`Lotcast ended with exit code ${code}:\n${output()}`)));
  });

  return {
    url,
    pid,
    dataDir,
    output,
    exited,
    stop: () => {
      signal(pid, 'SIGINT');
      return exited;
    },
    killEverything: async () => {
      signal(-pid, 'SIGKILL');
      const pids = killPostgres(database);
      await exited;
      await allGone(pids);
    },
  };
}

/** That the embedded database initialises itself is tried out where it is tested; elsewhere it has been. */
function emptyDataFolder(scope: Scope, env: Record<string, string> = {}): Promise<string> {
  return 'DATABASE_URL' in env ? temporaryFolder(scope) : initialisedDataFolder(scope);
}

function environment(own: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !configVariableNames.includes(name));
  return { ...Object.fromEntries(inherited), ...own };
}

function listeningUrl(line: string): string | null {
  if (!line.startsWith('{')) return null;
  try {
    const { msg, url } = JSON.parse(line);
    return msg === 'listening' ? url : null;
  } catch {
    return null;
  }
}
