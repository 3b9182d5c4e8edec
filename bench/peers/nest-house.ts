import type { AddressInfo } from 'node:net';
import { Inject, Injectable, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import type { Job } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Server, Socket } from 'socket.io';
import type { PeerLot, RunningPeer } from './contract.ts';
import { Gathering } from './gathering.ts';
import {
  answerTo,
  type Bid,
  bidEvent,
  bidOf,
  eventsMessage,
  hammerEvent,
  incrementPoints,
  type Outcome,
  personIn,
  type Standing,
  snapshotMessage,
} from './messages.ts';

/** A bid that waits for its turn, with the socket that its answer goes to; or the end of a lot. */
export type Task =
  | {
      readonly kind: 'bid';
      readonly bid: Bid;
      readonly by: number;
      readonly socket: string;
      readonly at: number;
    }
  | { readonly kind: 'close'; readonly lot: string };

/** Where tasks wait. */
export interface Tasks {
  /** Makes ready for tasks of these lots, which are done by `work`, one after the other in each lot. */
  open(lots: readonly string[], work: (job: Job<Task>) => Promise<void>): Promise<void>;
  add(lot: string, task: Task, delayMs: number): Promise<void>;
}

/** Injection tokens of what differs: the queues, and the URL of Redis. */
export const tasksToken = 'tasks';
export const redisToken = 'redis';

/** A task is of no use once it is done. */
export const taskOptions = { removeOnComplete: true, removeOnFail: true };

/** Prices and bids in Redis. Tasks of a lot are done one after the other, so nobody writes between read and write. */
@Injectable()
export class Auctions {
  @Inject(redisToken) readonly redis!: Redis;

  async open({ id, startPoints, endsAt }: PeerLot): Promise<void> {
    await this.redis.hset(`lot:${id}`, { start: startPoints, endsAt, seq: 0 });
  }

  async standing(lot: string): Promise<(Standing & { leader: number; isOver: boolean }) | null> {
    const { start, price, endsAt, seq, leader, isOver } = await this.redis.hgetall(`lot:${lot}`);
    if (start === undefined) return null;
    const pricePoints = price === undefined ? null : Number(price);
    return {
      seq: Number(seq),
      pricePoints,
      minimumPoints: pricePoints === null ? Number(start) : pricePoints + incrementPoints,
      endsAt: Number(endsAt),
      leader: Number(leader ?? 0),
      isOver: isOver !== undefined,
    };
  }

  async decide({ lot, bidId, amount }: Bid, by: number, at: number): Promise<Outcome> {
    const standing = await this.standing(lot);
    if (standing === null) return { code: 'unknown_lot' };
    const { minimumPoints, endsAt, leader, isOver } = standing;
    if (isOver || at >= endsAt) return { code: 'closed' };
    if (leader === by) return { code: 'leading_already', minimumPoints };
    if (amount < minimumPoints) return { code: 'too_low', minimumPoints };
    const seq = standing.seq + 1;
    await this.redis
      .multi()
      .hset(`lot:${lot}`, { price: amount, leader: by, seq })
      .rpush(`bids:${lot}`, JSON.stringify({ seq, by, bidId, amount, at }))
      .exec();
    return { code: 'accepted', seq, at, endsAt };
  }

  async close(lot: string): Promise<Standing | null> {
    await this.redis.hset(`lot:${lot}`, 'isOver', 1);
    return this.standing(lot);
  }
}

/** The sockets: bids go into the queue, answers and events come out of what was done. */
@WebSocketGateway({ transports: ['websocket'] })
export class AuctionGateway {
  @Inject(Auctions) readonly auctions!: Auctions;
  @Inject(tasksToken) readonly tasks!: Tasks;
  @WebSocketServer() readonly server!: Server;
  readonly #gathering = new Gathering((lot, events) => {
    this.server.to(lot).emit('events', eventsMessage(lot, events));
  });

  @SubscribeMessage('subscribe')
  async subscribe(client: Socket, { lot }: { lot: string }): Promise<void> {
    await client.join(lot);
    const standing = await this.auctions.standing(lot);
    if (standing) client.emit('snapshot', snapshotMessage(lot, standing));
  }

  @SubscribeMessage('bid')
  async bid(client: Socket, message: unknown): Promise<void> {
    const bid = bidOf(message);
    if (bid === null) return;
    const by = personIn(client.handshake.headers.cookie);
    await this.tasks.add(bid.lot, { kind: 'bid', bid, by, socket: client.id, at: Date.now() }, 0);
  }

  /** Does a task whose turn has come. */
  async work({ data }: Job<Task>): Promise<void> {
    if (data.kind === 'close') {
      const standing = await this.auctions.close(data.lot);
      if (standing) {
        this.#gathering.add(data.lot, hammerEvent(standing.seq + 1, Date.now(), standing.pricePoints));
      }
      return;
    }
    const { bid, by, socket, at } = data;
    const outcome = await this.auctions.decide(bid, by, at);
    if (outcome.code === 'accepted') this.#gathering.add(bid.lot, bidEvent(bid, by, outcome));
    const answer = answerTo(bid, outcome);
    this.server.sockets.sockets.get(socket)?.emit(answer.type, answer);
  }
}

/** Starts an application of these parts. */
export async function startNestHouse(module: Type): Promise<RunningPeer> {
  const app = await NestFactory.create(module, { logger: ['error'] });
  await app.listen(0, '127.0.0.1');
  const auctions = app.get(Auctions);
  const tasks = app.get<Tasks>(tasksToken);
  const gateway = app.get(AuctionGateway);
  return {
    port: (app.getHttpServer().address() as AddressInfo).port,
    async open(lots) {
      await tasks.open(
        lots.map(({ id }) => id),
        (job) => gateway.work(job),
      );
      for (const lot of lots) {
        await auctions.open(lot);
        await tasks.add(lot.id, { kind: 'close', lot: lot.id }, lot.endsAt - Date.now());
      }
    },
    bidCounts: (lots) => Promise.all(lots.map(async (lot) => (await auctions.standing(lot))?.seq ?? 0)),
    seats: async () => null,
  };
}
