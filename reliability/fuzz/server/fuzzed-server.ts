import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Scope } from '../../../testing/cleanup.ts';
import { type RunningLotcast, startLotcast } from '../../../testing/lotcast.ts';
import { mediaWorker } from '../../../testing/media-worker.ts';
import { signal } from '../../../testing/processes.ts';
import type { Subject } from '../execute/subject.ts';
import { type Failure, failed } from '../failure.ts';
import { operationsOf } from '../targets/open-api.ts';
import { House } from './house.ts';
import { probeBid } from './probe-bid.ts';
import { cpuSecondsOf, mediaWorkersAmong, openFilesOf, residentBytesOf, treeOf } from './processes.ts';

const probeModule = pathToFileURL(fileURLToPath(new URL('./settled-probe.mjs', import.meta.url))).href;
const unlimited = '1000000';
const errorLevel = 50;
const pollMs = 100;
const settleMs = 30_000;

/** What a server holds once its garbage is collected and nobody is connected. */
export interface Holding {
  readonly residentBytes: number;
  /** Of the main thread's heap and beside it. */
  readonly keptBytes: number;
  readonly mediaBytes: number;
  readonly openFiles: number;
}

/** Gauges of the service's own that are at rest when nobody is connected. */
const atRest =
  /^lotcast_(?:sockets|subscriptions|lots_watched|lobby_readers|bids_in_flight|media_(?:transports|producers|consumers|broadcasts|publishers|viewers))(?:\{[^}]*\})? (\d+)/;

/** A real server that cases are sent to, with everything that is looked at beside its answers. */
export class FuzzedServer {
  readonly subject: Subject;
  readonly house: House;
  readonly #running: RunningLotcast;
  readonly #metricsUrl: string;
  #seenLines = 0;
  #isDead = false;
  #nextBidPoints = 1;

  private constructor(
    running: RunningLotcast,
    house: House,
    parts: { metricsUrl: string; document: unknown },
  ) {
    this.#running = running;
    this.house = house;
    this.#metricsUrl = parts.metricsUrl;
    this.subject = {
      port: Number(new URL(running.url).port),
      inspectPath: join(running.dataDir, 'inspect.sock'),
      names: house.names,
      operations: new Map(operationsOf(parts.document).map((operation) => [operation.name, operation])),
    };
    void running.exited.then(() => {
      this.#isDead = true;
    });
  }

  static async start(scope: Scope): Promise<FuzzedServer> {
    const running = await startLotcast(scope, {
      env: {
        NODE_OPTIONS: `--import=${probeModule}`,
        MEDIA_WORKERS: '1',
        MEDIASOUP_WORKER_BIN: mediaWorker(),
        METRICS_PORT: '0',
        ACCESS_TOKEN_MINUTES: '1440',
        // Two people send what in real life thousands do.
        BIDS_PER_SECOND: '1000',
        GUESTS_PER_MINUTE: unlimited,
        LOTS_PER_MINUTE: unlimited,
        REQUESTS_PER_SECOND: unlimited,
        SOCKETS_PER_ADDRESS: unlimited,
      },
    });
    const metrics = linesOf(running).find(({ msg }) => msg === 'metrics are served');
    const document = await (await fetch(new URL('/api/openapi.json', running.url))).json();
    const house = await House.furnish(running.url);
    return new FuzzedServer(running, house, { metricsUrl: String(metrics?.url), document });
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  get url(): string {
    return this.#running.url;
  }

  /** Its last words. */
  get lastLines(): string {
    return this.#running.output().split('\n').slice(-12).join('\n');
  }

  /** Looks whether the server is as well as before: the first thing that is not. */
  async probe(): Promise<Failure | null> {
    if (this.#isDead) return failed('lives', this.lastLines);
    return (await this.#health()) ?? (await this.#bid()) ?? this.#errors();
  }

  async #health(): Promise<Failure | null> {
    try {
      const answer = await fetch(new URL('/healthz', this.url), { signal: AbortSignal.timeout(20_000) });
      const text = await answer.text();
      return answer.status === 200 ? null : failed('healthy', `${answer.status} ${text}`);
    } catch (error) {
      // It may be on its way down.
      await Promise.race([this.#running.exited, new Promise((resolve) => setTimeout(resolve, 1_000))]);
      return this.#isDead
        ? failed('lives', this.lastLines)
        : failed('healthy', String((error as Error).cause ?? error));
    }
  }

  async #bid(): Promise<Failure | null> {
    const { probers, probeLot } = this.house;
    const amount = this.#nextBidPoints++;
    const prober = probers[amount % 2] as (typeof probers)[0];
    const answer = await probeBid(this.subject.port, prober.cookie, probeLot, amount).catch(
      (error: Error) => error.message,
    );
    return answer === 'bidAccepted' ? null : failed('takesBids', answer);
  }

  /** What was logged as an error since this was asked last. Whatever is no log line was written by accident. */
  #errors(): Failure | null {
    const lines = this.#running.output().split('\n');
    const fresh = lines.slice(this.#seenLines);
    this.#seenLines = lines.length;
    const wrong = fresh.find((line) => {
      const entry = parsed(line);
      return line !== '' && (entry === null || Number(entry.level ?? 0) >= errorLevel);
    });
    return wrong === undefined ? null : failed('silentLog', wrong);
  }

  /** Seconds of CPU that it has used, with its database and media worker. */
  cpuSeconds(): number {
    return cpuSecondsOf(treeOf(this.#running.pid));
  }

  /** Waits until nothing of what clients had is left; a failure names what stays. */
  async atRest(): Promise<Failure | null> {
    const deadline = performance.now() + settleMs;
    for (;;) {
      const text = await (await fetch(this.#metricsUrl)).text();
      const busy = text.split('\n').filter((line) => Number(atRest.exec(line)?.[1] ?? 0) > 0);
      if (busy.length === 0) return null;
      if (performance.now() > deadline) return failed('handles', busy.join(', '));
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  async holding(): Promise<Holding> {
    const before = linesOf(this.#running).filter(({ msg }) => msg === 'settled').length;
    signal(this.#running.pid, 'SIGUSR2');
    for (const deadline = performance.now() + settleMs; performance.now() < deadline; ) {
      const told = linesOf(this.#running).filter(({ msg }) => msg === 'settled')[before];
      if (told !== undefined) {
        const media = mediaWorkersAmong(treeOf(this.#running.pid));
        return {
          residentBytes: Number(told.rss),
          keptBytes: Number(told.kept),
          mediaBytes: media.reduce((sum, pid) => sum + residentBytesOf(pid), 0),
          openFiles: openFilesOf(this.#running.pid),
        };
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    throw new Error('the server does not tell what it holds');
  }
}

const linesOf = (running: RunningLotcast): Array<Record<string, unknown>> =>
  running
    .output()
    .split('\n')
    .flatMap((line) => [parsed(line)])
    .filter((entry) => entry !== null);

function parsed(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
