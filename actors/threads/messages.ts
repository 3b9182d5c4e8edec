import type { MessagePort } from 'node:worker_threads';
import type { ClientConfig } from 'pg';
import type { SharedLaneMemory } from '../lane/lane-memory.ts';

/** What a shard's thread is started with. */
export interface ShardTask {
  readonly shard: number;
  readonly slots: readonly number[];
  readonly owner: string;
  readonly clockBaseMs: number;
  readonly journal: JournalChoice;
  /** Modules whose default export is a Behaviour. */
  readonly behaviourUrls: readonly string[];
  readonly control: MessagePort;
  /** One to each gateway. They are there before the first decision: a hammer waits for what came in by them in time. */
  readonly lanes: readonly { readonly port: MessagePort; readonly memory: SharedLaneMemory }[];
}

export type JournalChoice =
  | { readonly kind: 'memory' }
  | { readonly kind: 'postgres'; readonly connection: ClientConfig };

/** From the pool to a shard's thread, by its control port. */
export type ToThread = { readonly type: 'stop' };

/** From a shard's thread to the pool. */
export type FromThread =
  | { readonly type: 'started' }
  | { readonly type: 'deposed'; readonly reason: string }
  | {
      readonly type: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly message: string;
      readonly details: Record<string, unknown>;
    };
