import { BullModule, InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, Module } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
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

const queueName = 'bids';

@Injectable()
class OneQueue implements Tasks {
  @InjectQueue(queueName) readonly queue!: Queue<Task>;

  async open(): Promise<void> {}

  async add(_lot: string, task: Task, delayMs: number): Promise<void> {
    await this.queue.add(task.kind, task, { ...taskOptions, delay: Math.max(0, delayMs) });
  }
}

@Processor(queueName, { concurrency: 1 })
class OneWorker extends WorkerHost {
  @Inject(AuctionGateway) readonly gateway!: AuctionGateway;

  override process(job: Job<Task>): Promise<void> {
    return this.gateway.work(job);
  }
}

/** NestJS with one queue for all auctions and one worker: the order of all bids is the queue's. */
export const start: StartPeer = (storeUrl) => {
  @Module({
    imports: [
      BullModule.forRoot({ connection: { url: storeUrl } }),
      BullModule.registerQueue({ name: queueName }),
    ],
    providers: [
      AuctionGateway,
      Auctions,
      OneWorker,
      { provide: tasksToken, useClass: OneQueue },
      { provide: redisToken, useFactory: () => new Redis(storeUrl) },
    ],
  })
  class Application {}
  return startNestHouse(Application);
};
