import type { MessagePort } from 'node:worker_threads';
import type { Answer } from '../../schema/behaviour.ts';
import type { ActorClient } from '../client.ts';
import type { Clock } from '../clock.ts';
import { shardOfSlot, slotOf } from '../slots.ts';
import { type ActorHandle, Lane, type Watcher } from './lane.ts';
import type { LaneMemory } from './lane-memory.ts';
import type { ActorSummary, InspectQuestion } from './messages.ts';

export interface LanesOptions {
  readonly shardCount: number;
  readonly now: Clock;
  /** Runs a task at the end of this turn of the event loop. */
  readonly soon: (task: () => void) => void;
  /** Runs a task not before a time (ms). */
  readonly at: (timeMs: number, task: () => void) => void;
  /** Called after each message of a shard, when all its news and answers have been handed on. */
  readonly onDelivered: () => void;
  readonly onSummaries: (summaries: readonly ActorSummary[]) => void;
}

/** One gateway's lanes to all shards: where commands go in and answers come out. */
export class Lanes implements ActorClient {
  readonly #lanes: Lane[];
  readonly #options: LanesOptions;

  constructor(options: LanesOptions) {
    this.#options = options;
    this.#lanes = Array.from({ length: options.shardCount }, () => new Lane(options));
  }

  /** Joins a shard's lane; what was watched before is watched again. */
  connect(shard: number, port: MessagePort, memory: LaneMemory): void {
    (this.#lanes[shard] as Lane).connect(port, memory);
  }

  /** The shard is gone: whoever waits for it learns that the outcome is unknown. */
  lost(shard: number): void {
    (this.#lanes[shard] as Lane).lost();
  }

  /** The handle of an actor, held until `release`. */
  hold(actor: string): ActorHandle {
    const lane = this.#lanes[shardOfSlot(slotOf(actor), this.#options.shardCount)] as Lane;
    return lane.hold(actor);
  }

  release(handle: ActorHandle): void {
    handle.lane.release(handle);
  }

  watch(handle: ActorHandle, watcher: Watcher): void {
    handle.lane.watch(handle, watcher);
  }

  unwatch(handle: ActorHandle): void {
    handle.lane.unwatch(handle);
  }

  command(actor: string, command: unknown): Promise<Answer> {
    const handle = this.hold(actor);
    return new Promise((resolve) => {
      handle.lane.command(handle, command, {
        answered: (code, value, flag, position) => {
          this.release(handle);
          resolve({ code, value, flag, position });
        },
      });
    });
  }

  ask(actor: string, question: unknown): Promise<unknown> {
    const handle = this.hold(actor);
    return new Promise((resolve) => {
      handle.lane.ask(handle, question, (value) => {
        this.release(handle);
        resolve(value);
      });
    });
  }

  /** Asks every shard the same; null stands for one that can't answer. */
  inspect(question: InspectQuestion): Promise<unknown[]> {
    return Promise.all(this.inspectEach(question));
  }

  /** The same, for those who can do without the answer of a shard that is stuck. */
  inspectEach(question: InspectQuestion): Promise<unknown>[] {
    return this.#lanes.map((lane) => new Promise((resolve) => lane.inspect(question, resolve)));
  }

  /** Turns the feed of changed actors' summaries on or off. */
  summaries(on: boolean): void {
    for (const lane of this.#lanes) lane.summaries(on);
  }

  /** Sends what is waiting at once, and closes. */
  close(): void {
    for (const lane of this.#lanes) lane.close();
  }
}
