import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { limits } from '../../schema/limits.ts';
import type { Target } from '../generator/connection.ts';
import type { Children } from './children.ts';
import {
  cpuSecondsOf,
  descendantsOf,
  openFilesOf,
  ownBytesOf,
  residentBytesOf,
  threadsOf,
  treeCpuSecondsOf,
} from './proc.ts';
import { ServerLog } from './server-log.ts';

const unlimited = '1000000';

export interface LotcastOptions {
  /** Its main program, compiled. */
  readonly program: string;
  readonly dataDir: string;
  readonly journal: 'postgres' | 'memory';
  /** A PostgreSQL server of its own instead of the embedded one. */
  readonly database: { readonly url: string; readonly pid: number } | null;
  readonly gateways: number | null;
  readonly shards: number | null;
  readonly broadcastWindowMs: number | null;
  /** Folder for CPU profiles of all its threads, or null. */
  readonly profileDir: string | null;
  /** The media worker's program; null turns live video off. */
  readonly mediaWorkerBin: string | null;
  /** Whether it can be asked what it keeps in memory. */
  readonly tellsMemory: boolean;
  /** Whether it serves metrics. */
  readonly servesMetrics: boolean;
}

/** Seconds of CPU since a process began. */
export interface CpuSeconds {
  readonly server: number;
  readonly postgres: number;
}

/** What the server and its database hold. */
export interface Holdings {
  readonly residentBytes: number;
  readonly files: number;
  readonly threads: number;
  /** Memory of all the database's processes, without what they share. */
  readonly postgresBytes: number;
  readonly postgresFiles: number;
  readonly postgresProcesses: number;
}

/** As the kernel cuts the name of mediasoup's worker. */
const mediaWorkerName = 'mediasoup-worke';

/** A running Lotcast, the product as anyone would start it, without limits on how much one address may do. */
export class Lotcast {
  readonly url: string;
  /** From starting the process to its log line that says so. */
  readonly startupSeconds: number;
  /** Where its metrics are; null if it serves none. */
  readonly metricsUrl: string | null;
  readonly #options: LotcastOptions;
  readonly #children: Children;
  readonly #process: ChildProcess;
  readonly #log: ServerLog;

  private constructor(
    running: {
      readonly url: string;
      readonly metricsUrl: string | null;
      readonly startupSeconds: number;
      readonly log: ServerLog;
    },
    options: LotcastOptions,
    children: Children,
    process: ChildProcess,
  ) {
    this.url = running.url;
    this.metricsUrl = running.metricsUrl;
    this.startupSeconds = running.startupSeconds;
    this.#log = running.log;
    this.#options = options;
    this.#children = children;
    this.#process = process;
  }

  /** Starts it; rejects with what it said when it does not come up. */
  static async start(options: LotcastOptions, children: Children): Promise<Lotcast> {
    const startedAt = performance.now();
    const server = children.spawn('Lotcast', process.execPath, [...nodeFlagsFor(options), options.program], {
      env: environmentFor(options),
      stdio: ['ignore', 'pipe', 'pipe'],
      lastWords: () => log.latest,
    });
    const log: ServerLog = new ServerLog(server);
    try {
      const [{ url }, { url: metricsUrl = null }] = await Promise.all([
        log.next(({ msg }) => msg === 'listening'),
        options.servesMetrics ? log.next(({ msg }) => msg === 'metrics are served') : { url: undefined },
      ]);
      if (url === undefined) throw new Error('Lotcast did not say where it listens');
      const startupSeconds = (performance.now() - startedAt) / 1_000;
      return new Lotcast({ url, metricsUrl, startupSeconds, log }, options, children, server);
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
        : descendantsOf(pid)
            .filter(({ name }) => name !== mediaWorkerName)
            .reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    };
  }

  /** CPU used so far by its media workers. */
  mediaCpuSeconds(): number {
    return descendantsOf(this.#pid)
      .filter(({ name }) => name === mediaWorkerName)
      .reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  }

  /** Bytes that its threads keep after garbage was collected; it must have been started to tell them. */
  async keptBytes(): Promise<number> {
    const entry = this.#log.next(({ msg }) => msg === 'memory');
    this.#process.kill('SIGUSR2');
    return (await entry).keptBytes ?? 0;
  }

  /** Memory that the server holds, without its database. */
  residentBytes(): number {
    return residentBytesOf(this.#pid);
  }

  /** The first errors that it logged, as they stand in its log. */
  get complaints(): readonly string[] {
    return this.#log.complaints;
  }

  /** What it and its database hold now. */
  holdings(): Holdings {
    const pid = this.#pid;
    const postgres = this.#postgresPids();
    const sum = (of: (pid: number) => number) => postgres.reduce((total, one) => total + of(one), 0);
    return {
      residentBytes: residentBytesOf(pid),
      files: openFilesOf(pid),
      threads: threadsOf(pid),
      postgresBytes: sum(ownBytesOf),
      postgresFiles: sum(openFilesOf),
      postgresProcesses: postgres.length,
    };
  }

  /** Bytes of its database on disk, as the database itself counts them; 0 without one. */
  async databaseBytes(): Promise<number> {
    const answer = await this.#ask<{ bytes: string }>('select pg_database_size(current_database()) as bytes');
    return Number(answer?.bytes ?? 0);
  }

  /** Whether its database waits for the disk, as the database itself says; null without one. */
  async fsync(): Promise<string | null> {
    const settings = await this.#ask<{ fsync: string; synchronous_commit: string }>(
      "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit",
    );
    return settings === null ? null : `${settings.fsync}, synchronous_commit ${settings.synchronous_commit}`;
  }

  /** Stops it in order. */
  stop(): Promise<void> {
    return this.#children.stop(this.#process);
  }

  /** Kills it with its embedded database, without a warning. */
  kill(): Promise<void> {
    return this.#children.kill(this.#process);
  }

  /** The first row of an answer of its database; null without one. */
  async #ask<Row extends object>(question: string): Promise<Row | null> {
    if (this.#options.journal === 'memory') return null;
    const client = new Client({
      connectionString: this.#options.database?.url ?? (await embeddedUrl(this.#options.dataDir)),
    });
    await client.connect();
    try {
      return (await client.query<Row>(question)).rows[0] ?? null;
    } finally {
      await client.end();
    }
  }

  #postgresPids(): number[] {
    const { database } = this.#options;
    if (database) return [database.pid, ...descendantsOf(database.pid).map(({ pid }) => pid)];
    return descendantsOf(this.#pid)
      .filter(({ name }) => name !== mediaWorkerName)
      .map(({ pid }) => pid);
  }

  get #pid(): number {
    return this.#process.pid as number;
  }
}

function environmentFor(options: LotcastOptions): NodeJS.ProcessEnv {
  const {
    DATABASE_URL,
    REDIS_URL,
    GATEWAYS,
    SHARDS,
    BROADCAST_WINDOW_MS,
    INSPECT_SOCKET,
    MEDIA_WORKERS,
    METRICS_PORT,
    METRICS_HOST,
    ...inherited
  } = process.env;
  const env: NodeJS.ProcessEnv = {
    ...inherited,
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: options.dataDir,
    JOURNAL: options.journal,
    LOG_PRETTY: 'false',
    MEDIA_HOST: '127.0.0.1',
    MEDIA_PORT: '0',
    LOG_LEVEL: 'info',
    GUEST_SIGN_IN: 'true',
    BIDS_PER_SECOND: unlimited,
    // The load's clients don't renew their sign-ins.
    ACCESS_TOKEN_MINUTES: '1440',
    BIDS_BURST: unlimited,
    CHAT_BURST: String(limits.sayMemoryPerSpeaker),
    CHAT_REFILL_MS: '1',
    LOTS_PER_MINUTE: unlimited,
    GUESTS_PER_MINUTE: unlimited,
    REQUESTS_PER_SECOND: unlimited,
    SOCKETS_PER_ADDRESS: unlimited,
  };
  if (options.mediaWorkerBin === null) env.MEDIA_WORKERS = '0';
  else env.MEDIASOUP_WORKER_BIN = options.mediaWorkerBin;
  if (options.servesMetrics) env.METRICS_PORT = '0';
  if (options.database) env.DATABASE_URL = options.database.url;
  if (options.gateways !== null) env.GATEWAYS = String(options.gateways);
  if (options.shards !== null) env.SHARDS = String(options.shards);
  if (options.broadcastWindowMs !== null) env.BROADCAST_WINDOW_MS = String(options.broadcastWindowMs);
  return env;
}

function nodeFlagsFor(options: LotcastOptions): string[] {
  // As `npm start` does.
  const flags = ['--enable-source-maps'];
  if (options.profileDir !== null) flags.push('--cpu-prof', `--cpu-prof-dir=${options.profileDir}`);
  if (options.tellsMemory) {
    flags.push('--expose-gc', '--import', new URL('./memory-probe.mjs', import.meta.url).href);
  }
  return flags;
}

/** The embedded server listens on a socket whose folder its lock file names (PostgreSQL's fifth line). */
async function embeddedUrl(dataDir: string): Promise<string> {
  const lock = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8');
  const socketFolder = lock.split('\n')[4] ?? '';
  return `postgresql://lotcast@${encodeURIComponent(socketFolder)}/lotcast`;
}
