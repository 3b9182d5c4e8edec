import { kill } from 'node:process';
import { createWorker, type types } from 'mediasoup';
import { limits } from '../../schema/limits.ts';
import { Census } from './census.ts';
import { Turnstile } from './turnstile.ts';

/** Where browsers send their pictures to. */
export interface MediaAddress {
  /** Address to listen on. */
  readonly host: string;
  /** Port of the first worker, for UDP and TCP; each further worker has the next one. 0 takes any free ones. */
  readonly port: number;
  /** Address that browsers are told, where it is not the one that is listened on. */
  readonly announced: string | undefined;
}

export interface MediaWorkersOptions {
  readonly count: number;
  readonly address: MediaAddress;
  readonly workerBin: string | undefined;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, details: Record<string, unknown>) => void;
  readonly later: (delayMs: number, task: () => void) => void;
  /** Everything on this worker is gone. */
  readonly onDied: (worker: MediaWorker) => void;
}

/** Transports and consumers that one worker makes at a time; more only wait in its channel. */
const joinsAtOnce = 16;

/** One mediasoup worker process: a thread of its own that forwards packets, behind one port. */
export class MediaWorker {
  /** Which of this server's workers it is; the one that replaces it has the same place. */
  readonly place: number;
  readonly process: types.Worker;
  readonly census: Census;
  readonly server: types.WebRtcServer;
  readonly joins = new Turnstile(joinsAtOnce);
  /** Tracks that it sends to viewers: what its work is made of. */
  consumers = 0;

  constructor(place: number, process: types.Worker, server: types.WebRtcServer) {
    this.place = place;
    this.process = process;
    this.census = new Census(process);
    this.server = server;
  }

  /**
   * Ends something that this worker holds. Where even that fails, a message to the worker was left half written and every
   * further one fails as well: it is killed, to be replaced like any that died.
   */
  release(close: () => void): void {
    try {
      close();
    } catch {
      if (!this.process.closed) kill(this.process.pid, 'SIGKILL');
    }
  }
}

/** The media workers of this server; one that dies is replaced. */
export class MediaWorkers {
  readonly #options: MediaWorkersOptions;
  readonly #workers: (MediaWorker | null)[];
  /** How often the worker at each place has died. */
  readonly deaths: number[];
  #isClosed = false;

  private constructor(options: MediaWorkersOptions) {
    this.#options = options;
    this.#workers = new Array<MediaWorker | null>(options.count).fill(null);
    this.deaths = new Array<number>(options.count).fill(0);
  }

  /** Starts all workers; rejects if one of them can't start. */
  static async start(options: MediaWorkersOptions): Promise<MediaWorkers> {
    const workers = new MediaWorkers(options);
    try {
      await Promise.all(workers.#workers.map((_, place) => workers.#start(place)));
    } catch (error) {
      workers.close();
      throw error;
    }
    return workers;
  }

  /** The one with the least to do, or null while none runs. */
  idlest(): MediaWorker | null {
    let found: MediaWorker | null = null;
    for (const worker of this.#workers) {
      if (worker !== null && (found === null || worker.consumers < found.consumers)) found = worker;
    }
    return found;
  }

  get running(): readonly MediaWorker[] {
    return this.#workers.filter((worker) => worker !== null);
  }

  close(): void {
    this.#isClosed = true;
    for (const worker of this.running) worker.process.close();
  }

  async #start(place: number): Promise<void> {
    const { address, workerBin } = this.#options;
    const process = await createWorker({
      logLevel: 'warn',
      ...(workerBin === undefined ? {} : { workerBin }),
    });
    if (this.#isClosed) return process.close();
    const listen = {
      ip: address.host,
      ...(address.announced === undefined ? {} : { announcedAddress: address.announced }),
      ...(address.port === 0 ? {} : { port: address.port + place }),
    };
    let server: types.WebRtcServer;
    try {
      server = await process.createWebRtcServer({
        listenInfos: [
          { protocol: 'udp', ...listen },
          { protocol: 'tcp', ...listen },
        ],
      });
    } catch (error) {
      process.close();
      throw error;
    }
    const worker = new MediaWorker(place, process, server);
    this.#workers[place] = worker;
    process.once('died', (error) => {
      this.#workers[place] = null;
      (this.deaths[place] as number)++;
      this.#options.log('error', 'a media worker died and is replaced', { place, error: error.message });
      this.#options.onDied(worker);
      this.#restart(place, limits.minMediaRestartMs);
    });
  }

  #restart(place: number, delayMs: number): void {
    this.#options.later(delayMs, () => {
      if (this.#isClosed) return;
      this.#start(place).catch((error: Error) => {
        this.#options.log('error', 'a media worker could not be started', { place, error: error.message });
        this.#restart(place, Math.min(delayMs * 2, limits.maxMediaRestartMs));
      });
    });
  }
}
