import { Inject, Injectable, Module } from '@nestjs/common';
import { type Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { StartPeer } from './contract.ts';
import {
  AuctionGateway,
  Auctions,
  redisToken,
  startNestHouse,
  type Task,
  type Tasks,
  taskOptions,
  tasksToken,
} from './nest-house.ts';

/** Workers wait for tasks in Redis, so each has a connection of its own; queues share one. */
@Injectable()
class QueuePerLot implements Tasks {
  @Inject(redisToken) readonly redis!: Redis;
  readonly #queues = new Map<string, Queue<Task>>();

  async open(lots: readonly string[], work: (job: Job<Task>) => Promise<void>): Promise<void> {
    for (const lot of lots) {
      const name = `bids-${lot}`;
      this.#queues.set(lot, new Queue<Task>(name, { connection: this.redis }));
      const worker = new Worker<Task>(name, work, {
        connection: this.redis,
        concurrency: 1,
      });
      await worker.waitUntilReady();
    }
  }

  async add(lot: string, task: Task, delayMs: number): Promise<void> {
    await this.#queues.get(lot)?.add(task.kind, task, { ...taskOptions, delay: Math.max(0, delayMs) });
  }
}

/** NestJS with a queue and a worker for each auction: auctions don't wait for each other. */
export const start: StartPeer = (storeUrl) => {
  @Module({
    providers: [
      AuctionGateway,
      Auctions,
      { provide: tasksToken, useClass: QueuePerLot },
      // As BullMQ wants it: commands wait for a connection that comes back instead of failing.
      { provide: redisToken, useFactory: () => new Redis(storeUrl, { maxRetriesPerRequest: null }) },
    ],
  })
  class Application {}
  return startNestHouse(Application);
};
