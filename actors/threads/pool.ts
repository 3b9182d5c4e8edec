import { randomUUID } from 'node:crypto';
import { extname } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { LaneMemory } from '../lane/lane-memory.ts';
import { slotsOfShard } from '../slots.ts';
import type { FromThread, JournalChoice, ShardTask, ToThread } from './messages.ts';

export interface PoolOptions {
  readonly shardCount: number;
  readonly gatewayCount: number;
  /** Names this process in the table of slots. */
  readonly node: string;
  readonly clockBaseMs: number;
  readonly journal: JournalChoice;
  readonly behaviourUrls: readonly string[];
  /** A gateway's lane to a shard that has just started; called again with new ones when the shard was replaced. */
  readonly onLane: (shard: number, gateway: number, lane: MessagePort, memory: LaneMemory) => void;
  /** The shard's lanes lead nowhere until `onLane` is called again. */
  readonly onLost: (shard: number) => void;
  /** Another process owns the slots: this one has nothing to do any more. */
  readonly onDeposed: (reason: string) => void;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, details: Record<string, unknown>) => void;
  readonly sleep: (ms: number) => Promise<void>;
}

const minRestartMs = 50;
const maxRestartMs = 5_000;

/** The shards of this process, each on a thread of its own; one that dies is replaced. */
export class ShardPool {
  readonly #options: PoolOptions;
  readonly #piscina: Piscina<ShardTask, void>;
  readonly #controls = new Map<number, MessagePort>();
  readonly #tasks = new Set<Promise<void>>();
  #stopping = false;

  private constructor(options: PoolOptions) {
    this.#options = options;
    this.#piscina = new Piscina<ShardTask, void>({
      filename: new URL(`./shard-thread${extname(import.meta.url)}`, import.meta.url).href,
      minThreads: options.shardCount,
      maxThreads: options.shardCount,
      // A thread that waits in Atomics.wait for its next task would never see its ports.
      atomics: 'disabled',
    });
  }

  /** Starts all shards; rejects if one of them can't start. */
  static async start(options: PoolOptions): Promise<ShardPool> {
    const pool = new ShardPool(options);
    try {
      await Promise.all(Array.from({ length: options.shardCount }, (_, shard) => pool.#run(shard, 0)));
    } catch (error) {
      pool.#stopping = true;
      await pool.#piscina.destroy();
      throw error;
    }
    return pool;
  }

  /** Lets every shard finish its commit, then ends the threads. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const control of this.#controls.values()) control.postMessage({ type: 'stop' } satisfies ToThread);
    await Promise.allSettled(this.#tasks);
    await this.#piscina.destroy();
  }

  /** Starts one shard and resolves when it takes commands; it is started again whenever it dies after that. */
  async #run(shard: number, deaths: number): Promise<void> {
    const { onLane, onLost, onDeposed, log, sleep, shardCount, gatewayCount, node } = this.#options;
    const { port1: control, port2 } = new MessageChannel();
    const channels = Array.from({ length: gatewayCount }, () => {
      const { port1, port2 } = new MessageChannel();
      return { port1, port2, memory: new LaneMemory() };
    });
    const lanes = channels.map(({ port2: port, memory }) => ({ port, memory: memory.shared }));
    const task = this.#piscina.run(
      {
        shard,
        slots: slotsOfShard(shard, shardCount),
        owner: `${node}/${shard}/${randomUUID()}`,
        clockBaseMs: this.#options.clockBaseMs,
        journal: this.#options.journal,
        behaviourUrls: this.#options.behaviourUrls,
        control: port2,
        lanes,
      },
      { transferList: [port2, ...lanes.map(({ port }) => port)] },
    );
    this.#tasks.add(task);
    this.#controls.set(shard, control);
    const startedAt = performance.now();
    let started = false;
    await new Promise<void>((resolve, reject) => {
      control.on('message', (message: FromThread) => {
        if (message.type === 'log') return log(message.level, message.message, message.details);
        if (message.type === 'deposed') return onDeposed(message.reason);
        started = true;
        for (const [gateway, { port1, memory }] of channels.entries()) onLane(shard, gateway, port1, memory);
        resolve();
      });
      task.then(
        () => this.#tasks.delete(task),
        (error: unknown) => {
          this.#tasks.delete(task);
          control.close();
          if (this.#stopping) return;
          if (!started) {
            for (const { port1: lane } of channels) lane.close();
            return reject(error);
          }
          onLost(shard);
          log('error', 'a shard died and is replaced', { shard, error: String(error) });
          const livedLong = performance.now() - startedAt > maxRestartMs;
          void this.#replace(shard, livedLong ? 0 : deaths + 1, sleep);
        },
      );
    });
  }

  async #replace(shard: number, deaths: number, sleep: PoolOptions['sleep']): Promise<void> {
    for (let tries = deaths; !this.#stopping; tries++) {
      await sleep(tries === 0 ? 0 : Math.min(minRestartMs * 2 ** tries, maxRestartMs));
      if (this.#stopping) return;
      try {
        return await this.#run(shard, tries);
      } catch (error) {
        this.#options.log('error', 'a shard could not be replaced', { shard, error: String(error) });
      }
    }
  }
}
