import { mkdirSync } from 'node:fs';
import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureMediaWorker } from '../setup/media-worker/ensure-media-worker.mjs';
import { ensureServer } from '../setup/server.mjs';
import { type ChatCrowd, startChatCrowd } from './generator/chat/start-chat.ts';
import { type Generator, startGenerator } from './generator/generator.ts';
import { type BareServer, startEchoServer, startInlineServer } from './servers/bare-server.ts';
import { Children } from './servers/children.ts';
import {
  type InstalledPostgres,
  installedPostgresPrograms,
  startInstalledPostgres,
} from './servers/installed-postgres.ts';
import { Lotcast, type LotcastOptions } from './servers/lotcast.ts';
import type { JournalKind, Settings } from './settings.ts';
import { type PacketSink, startPacketSink } from './video/packet-sink.ts';
import { startViewers, type Viewers } from './video/viewers/viewers.ts';

/** Folder of what runs leave behind: figures and profiles. */
export const resultsDir = fileURLToPath(new URL('./results/', import.meta.url));
/** Magic number of tmpfs, see statfs(2). */
const tmpfs = 0x01021994;

type LotcastSettings = Partial<Pick<Settings, 'gateways' | 'shards' | 'window' | 'journal' | 'profile'>> & {
  readonly tellsMemory?: boolean;
  readonly servesMetrics?: boolean;
  /** Its main program, if it is not this checkout's. */
  readonly program?: string;
  /** Whether live video is on. */
  readonly video?: boolean;
};

/** How the server was set up, for the report and for starting it again. */
export interface LotcastSetup {
  readonly journal: JournalKind;
  readonly options: LotcastOptions;
  /** Its installed PostgreSQL, if it has one. */
  readonly database: InstalledPostgres | null;
}

/** What scenarios start things with; it cleans up after them. */
export class Bench {
  /** What it has started and will end. */
  readonly children = new Children();
  readonly #folders: string[] = [];
  readonly #ends: Array<() => Promise<void>> = [];
  #cleanedUp: Promise<void> | null = null;

  /** Rejects when something that was started ends by itself. */
  get failed(): Promise<never> {
    return this.children.failed;
  }

  /** Says on stderr what is going on. */
  progress(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** Starts a load generator in a process of its own. */
  startGenerator(): Generator {
    return startGenerator(this.children);
  }

  /** Starts a process for speakers and listeners of chat rooms. */
  startChatCrowd(): ChatCrowd {
    return startChatCrowd(this.children);
  }

  /** Starts a process for viewers of live video. */
  startViewers(): Viewers {
    return startViewers(this.children);
  }

  /** Leaves something to be ended that is no process of this benchmark's own. */
  endAfterwards(end: () => Promise<void>): void {
    this.#ends.push(end);
  }

  /** Starts the bare server that limits are measured with. */
  startEcho(windowMs: number | null = null): Promise<BareServer> {
    return startEchoServer(this.children, windowMs);
  }

  /** Starts the gateway with nothing behind it, the second limit. */
  startInline(): Promise<BareServer> {
    return startInlineServer(this.children);
  }

  /** Starts what counts packets. */
  startPacketSink(): Promise<PacketSink> {
    return startPacketSink(this.children);
  }

  /** Path of the media worker's program, made if need be. */
  async mediaWorkerBin(): Promise<string> {
    const worker = await ensureMediaWorker();
    if (worker.path === null) throw new Error(`There is no media worker: ${worker.reason}`);
    return worker.path;
  }

  /** Prepares an empty database and data folder for a server. */
  async setUpLotcast(settings: LotcastSettings): Promise<LotcastSetup> {
    const programs = installedPostgresPrograms();
    const journal = settings.journal ?? (programs === null ? 'embedded' : 'installed');
    const folder = await this.makeFolder();
    const database = journal === 'installed' ? await this.startPostgres(folder) : null;
    mkdirSync(resultsDir, { recursive: true });
    return {
      journal,
      database,
      options: {
        program: settings.program ?? (await ensureServer()),
        dataDir: join(folder, 'data'),
        journal: journal === 'memory' ? 'memory' : 'postgres',
        database,
        gateways: settings.gateways ?? null,
        shards: settings.shards ?? null,
        broadcastWindowMs: settings.window ?? null,
        profileDir: settings.profile ? resultsDir : null,
        tellsMemory: settings.tellsMemory ?? false,
        servesMetrics: settings.servesMetrics ?? false,
        mediaWorkerBin: settings.video ? await this.mediaWorkerBin() : null,
      },
    };
  }

  /** Starts Lotcast as it was set up; again, if it ran before. */
  async startLotcast(setup: LotcastSetup): Promise<Lotcast> {
    this.progress(`Starting Lotcast (journal: ${setup.journal})`);
    return Lotcast.start(setup.options, this.children);
  }

  /** Ends all processes and removes all files but the results; nothing can be started afterwards. */
  cleanUp(): Promise<void> {
    this.#cleanedUp ??= this.#cleanUp();
    return this.#cleanedUp;
  }

  async #cleanUp(): Promise<void> {
    for (const end of this.#ends.splice(0)) await end();
    await this.children.stopAll();
    for (const folder of this.#folders.splice(0)) await rm(folder, { recursive: true, force: true });
  }

  /** Starts an installed PostgreSQL on a new cluster in a folder. */
  async startPostgres(folder: string): Promise<InstalledPostgres> {
    const programs = installedPostgresPrograms();
    if (programs === null) throw new Error('There is no installed PostgreSQL; use --journal embedded.');
    this.progress('Starting an installed PostgreSQL on a new cluster');
    return startInstalledPostgres(programs, join(folder, 'postgresql'), this.children);
  }

  /** A folder on a disk, which is removed in the end. */
  async makeFolder(): Promise<string> {
    const { type } = await statfs(tmpdir());
    if (type === tmpfs) {
      throw new Error(
        `${tmpdir()} is kept in memory, so fsync would mean nothing; set TMPDIR to a folder on a disk.`,
      );
    }
    const folder = await mkdtemp(join(tmpdir(), 'lotcast-bench-'));
    this.#folders.push(folder);
    // A database's own user must get through to what is its own.
    await chmod(folder, 0o711);
    return folder;
  }
}
