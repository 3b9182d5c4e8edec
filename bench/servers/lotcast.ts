import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import type { Target } from '../generator/connection.ts';
import type { Children } from './children.ts';
import { cpuSecondsOf, descendantsOf, residentBytesOf, treeCpuSecondsOf } from './proc.ts';

const startTimeoutMs = 60_000;
/** Lines of a server that does not start that are repeated in the error. */
const mostComplaints = 20;
const unlimited = '1000000';

export interface LotcastOptions {
  readonly dataDir: string;
  readonly journal: 'postgres' | 'memory';
  /** A PostgreSQL server of its own instead of the embedded one. */
  readonly database: { readonly url: string; readonly pid: number } | null;
  readonly shards: number | null;
  readonly broadcastWindowMs: number | null;
  /** Folder for CPU profiles of all its threads, or null. */
  readonly profileDir: string | null;
}

/** Seconds of CPU since a process began. */
export interface CpuSeconds {
  readonly server: number;
  readonly postgres: number;
}

/** A running Lotcast, the product as anyone would start it, without limits on how much one address may do. */
export class Lotcast {
  readonly url: string;
  /** From starting the process to its log line that says so. */
  readonly startupSeconds: number;
  readonly #options: LotcastOptions;
  readonly #children: Children;
  readonly #process: ChildProcess;

  private constructor(
    url: string,
    startupSeconds: number,
    options: LotcastOptions,
    children: Children,
    process: ChildProcess,
  ) {
    this.url = url;
    this.startupSeconds = startupSeconds;
    this.#options = options;
    this.#children = children;
    this.#process = process;
  }

  /** Starts it; rejects with what it said when it does not come up. */
  static async start(options: LotcastOptions, children: Children): Promise<Lotcast> {
    const startedAt = performance.now();
    const profiling =
      options.profileDir === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profileDir}`];
    const server = children.spawn(process.execPath, [...profiling, '--import', 'tsx', 'gateway/main.ts'], {
      env: environmentFor(options),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      const url = await listeningUrl(server);
      return new Lotcast(url, (performance.now() - startedAt) / 1_000, options, children, server);
    } catch (error) {
      await children.kill(server);
      throw error;
    }
  }

  /** Where its WebSockets are opened. */
  get target(): Target {
    const { hostname, port } = new URL(this.url);
    return { host: hostname, port: Number(port) };
  }

  /** CPU used so far by the server with its threads, and by its database. */
  cpuSeconds(): CpuSeconds {
    const pid = this.#pid;
    const database = this.#options.database;
    return {
      server: cpuSecondsOf(pid),
      postgres: database
        ? treeCpuSecondsOf(database.pid)
        : descendantsOf(pid).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    };
  }

  /** Memory that the server holds, without its database. */
  residentBytes(): number {
    return residentBytesOf(this.#pid);
  }

  /** Whether its database waits for the disk, as the database itself says; null without one. */
  async fsync(): Promise<string | null> {
    if (this.#options.journal === 'memory') return null;
    const client = new Client({
      connectionString: this.#options.database?.url ?? (await embeddedUrl(this.#options.dataDir)),
    });
    await client.connect();
    try {
      const { rows } = await client.query<{ fsync: string; synchronous_commit: string }>(
        "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit",
      );
      const [settings] = rows;
      return `${settings?.fsync}, synchronous_commit ${settings?.synchronous_commit}`;
    } finally {
      await client.end();
    }
  }

  /** Stops it in order. */
  stop(): Promise<void> {
    return this.#children.stop(this.#process);
  }

  /** Kills it with its embedded database, without a warning. */
  kill(): Promise<void> {
    return this.#children.kill(this.#process);
  }

  get #pid(): number {
    return this.#process.pid as number;
  }
}

function environmentFor(options: LotcastOptions): NodeJS.ProcessEnv {
  const { DATABASE_URL, REDIS_URL, SHARDS, BROADCAST_WINDOW_MS, INSPECT_SOCKET, ...inherited } = process.env;
  const env: NodeJS.ProcessEnv = {
    ...inherited,
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: options.dataDir,
    JOURNAL: options.journal,
    LOG_PRETTY: 'false',
    LOG_LEVEL: 'info',
    GUEST_SIGN_IN: 'true',
    BIDS_PER_SECOND: unlimited,
    BIDS_BURST: unlimited,
    LOTS_PER_MINUTE: unlimited,
    GUESTS_PER_MINUTE: unlimited,
    REQUESTS_PER_SECOND: unlimited,
    SOCKETS_PER_ADDRESS: unlimited,
  };
  if (options.database) env.DATABASE_URL = options.database.url;
  if (options.shards !== null) env.SHARDS = String(options.shards);
  if (options.broadcastWindowMs !== null) env.BROADCAST_WINDOW_MS = String(options.broadcastWindowMs);
  return env;
}

function listeningUrl(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const complaints: string[] = [];
    const complain = (line: string) => {
      if (complaints.length < mostComplaints) complaints.push(line);
    };
    const fail = (what: string) => reject(new Error([`Lotcast ${what}`, ...complaints].join('\n  ')));
    const timer = setTimeout(() => fail(`was not ready after ${startTimeoutMs / 1_000} s`), startTimeoutMs);
    server.once('error', (error) => fail(`could not be started: ${error.message}`));
    server.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`ended before it was ready (${signal ?? `exit code ${code}`})`);
    });
    createInterface({ input: server.stderr as NodeJS.ReadableStream }).on('line', complain);
    createInterface({ input: server.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const entry = logEntry(line);
      if (entry?.msg === 'listening' && entry.url) {
        clearTimeout(timer);
        resolve(entry.url);
      } else {
        complain(line);
      }
    });
  });
}

function logEntry(line: string): { readonly msg?: string; readonly url?: string } | null {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** The embedded server listens on a socket whose folder its lock file names (PostgreSQL's fifth line). */
async function embeddedUrl(dataDir: string): Promise<string> {
  const lock = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8');
  const socketFolder = lock.split('\n')[4] ?? '';
  return `postgresql://lotcast@${encodeURIComponent(socketFolder)}/lotcast`;
}
