import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { roomy } from '../../gateway/socket/testing/roomy.ts';
import { onCleanup, type Scope } from '../../testing/cleanup.ts';
import { initialisedDataFolder } from '../../testing/embedded-cluster.ts';
import { type RunningLotcast, startLotcast } from '../../testing/lotcast.ts';
import { type InstalledPostgres, startInstalledPostgres } from '../../testing/postgres.ts';
import { freezePostgres, killPostgres, postgresPids } from '../../testing/postgres-group.ts';
import { commandLineOf, signal } from '../../testing/processes.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { lastingPort } from './lasting-port.ts';

export const databaseKinds = ['embedded', 'installed'] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

export interface HouseOptions {
  readonly database: DatabaseKind;
  /** Where all data of the database is; default: any temporary folder. */
  readonly folder?: string | undefined;
  readonly postgresSettings?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** More than one, so that the death of one shard is not everybody's, and hammers wait for two gateways. */
const shards = 2;
export const gateways = 2;
const lookMs = 50;
/** What can't start is tried again after this. */
const againMs = 500;
const lastLines = 40;

/** A service on its database, both started again by a supervisor when they end. */
export class House {
  readonly database: DatabaseKind;
  /** How often something had to be started again. */
  restarts = 0;
  /** When the server, or its database, was last started by the supervisor. */
  startedAt = 0;
  readonly #scope: Scope;
  readonly #options: HouseOptions;
  readonly #dataDir: string;
  readonly #port: number;
  readonly #postgres: InstalledPostgres | null;
  #server: RunningLotcast | null = null;
  #hasExited = false;
  #isSupervised = true;
  #isStarting = false;
  #supervision: Promise<void> = Promise.resolve();
  /** The supervisor waits until then. */
  #mayRestartAt = 0;

  private constructor(
    scope: Scope,
    options: HouseOptions,
    dataDir: string,
    port: number,
    postgres: InstalledPostgres | null,
  ) {
    this.#scope = scope;
    this.#options = options;
    this.database = options.database;
    this.#dataDir = dataDir;
    this.#port = port;
    this.#postgres = postgres;
  }

  static async start(scope: Scope, options: HouseOptions): Promise<House> {
    const dataDir =
      options.database === 'embedded'
        ? await initialisedDataFolder(scope, options.folder)
        : await temporaryFolder(scope);
    const postgres =
      options.database === 'installed'
        ? await startInstalledPostgres(scope, options.postgresSettings, options.folder)
        : null;
    const house = new House(scope, options, dataDir, await lastingPort(), postgres);
    await house.#startServer();
    house.#supervision = house.#supervise();
    onCleanup(scope, () => house.#endSupervision());
    return house;
  }

  /** Where the server listens, the same after each start. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get server(): RunningLotcast {
    if (this.#server === null) throw new Error('the server was never up');
    return this.#server;
  }

  /** The last lines that the server printed, which tell why it does not recover. */
  lastWords(): string {
    return this.server.output().split('\n').slice(-lastLines).join('\n');
  }

  get databaseUrl(): string | undefined {
    return this.#postgres?.url;
  }

  /** Connection URL for a neighbour on the same database. */
  get neighbourUrl(): string {
    if (this.#postgres) return this.#postgres.url;
    const setting = 'unix_socket_directories=';
    const [first = 0] = this.databasePids();
    const folder = commandLineOf(first).find((argument) => argument.startsWith(setting));
    if (folder === undefined) throw new Error('the embedded PostgreSQL is not there');
    return `postgresql://lotcast@${encodeURIComponent(folder.slice(setting.length))}/lotcast`;
  }

  get dataDir(): string {
    return this.#dataDir;
  }

  get isUp(): boolean {
    return !this.#hasExited && !this.#isStarting && this.databasePids().length > 0;
  }

  databasePids(): number[] {
    return this.#postgres?.pids() ?? postgresPids(this.#cluster);
  }

  /** Kills the server, its database, or both, at one blow. The supervisor starts them again after so long. */
  async kill(what: { server?: boolean; database?: boolean }, downMs: number): Promise<void> {
    this.#mayRestartAt = Date.now() + downMs;
    const { server } = this;
    if (what.server) signal(-server.pid, 'SIGKILL');
    if (what.database && this.#postgres) await this.#postgres.kill();
    else if (what.database) killPostgres(this.#cluster);
    // Without its embedded database the server ends as well, by itself.
    if (what.server || (what.database && !this.#postgres)) await server.exited;
  }

  pauseDatabase(): void {
    if (this.#postgres) this.#postgres.pause();
    else freezePostgres(this.#cluster);
  }

  resumeDatabase(): void {
    if (this.#postgres) this.#postgres.resume();
    else for (const pid of this.databasePids().reverse()) signal(pid, 'SIGCONT');
  }

  /** Resolves when server and database run. */
  async untilUp(): Promise<void> {
    // One look may come before the supervisor's, and see what has only just ended as up.
    await pause(2 * lookMs);
    while (!this.isUp) await pause(lookMs);
  }

  /** Stops the server in order; gives its exit code. */
  async stop(): Promise<number | null> {
    await this.#endSupervision();
    return this.server.stop();
  }

  get #cluster(): string {
    return join(this.#dataDir, 'postgres');
  }

  async #endSupervision(): Promise<void> {
    this.#isSupervised = false;
    await this.#supervision;
  }

  async #supervise(): Promise<void> {
    for (; this.#isSupervised; await pause(lookMs)) {
      if (Date.now() < this.#mayRestartAt) continue;
      try {
        if (this.#postgres && this.#postgres.pids().length === 0) {
          this.#isStarting = true;
          this.restarts++;
          await this.#postgres.start();
          this.startedAt = Date.now();
        }
        if (this.#hasExited) {
          this.#isStarting = true;
          this.restarts++;
          this.startedAt = Date.now();
          await this.#startServer();
        }
        this.#isStarting = false;
      } catch {
        // It could not start, as with a full disk: a supervisor tries again.
        this.#mayRestartAt = Date.now() + againMs;
      }
    }
  }

  async #startServer(): Promise<void> {
    const server = await startLotcast(this.#scope, {
      dataDir: this.#dataDir,
      port: this.#port,
      env: {
        ...roomy,
        SHARDS: String(shards),
        GATEWAYS: String(gateways),
        ...(this.#postgres ? { DATABASE_URL: this.#postgres.url } : {}),
        ...this.#options.env,
      },
    });
    this.#server = server;
    this.#hasExited = false;
    void server.exited.then(() => {
      this.#hasExited = true;
    });
  }
}
