import type { WebSocket } from 'uWebSockets.js';
import assert from 'node:assert/strict';
import type { ActorClient } from '../../../actors/client.ts';
import type { AuctionCommand } from '../../../schema/auction/commands.ts';
import { answerNumber } from '../../../schema/codes.ts';
import type { MediaMessage } from '../../../schema/wire/media.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { onCleanup, type Scope } from '../../../testing/cleanup.ts';
import { mediaWorker } from '../../../testing/media-worker.ts';
import { Allowance } from '../../socket/allowance.ts';
import { Connection, type SocketData } from '../../socket/connection.ts';
import { Traffic } from '../../socket/traffic.ts';
import { mediaCodecs } from '../codecs.ts';
import { Ice } from '../ice.ts';
import { Joins } from '../joins.ts';
import { Media } from '../media.ts';
import type { MediaDesk } from '../media-socket.ts';
import { MediaWorkers } from '../media-workers.ts';
import { StreamReports } from '../stream-reports.ts';

/** One socket's end: what it was sent. */
export class Guest {
  readonly connection: Connection;
  readonly #desk: MediaDesk<Connection>;
  readonly #told: ServerMessage[] = [];
  #wake: () => void = () => {};

  constructor(desk: MediaDesk<Connection>, personId: number, address: string) {
    this.#desk = desk;
    const endless = () => new Allowance(1e9, 1e9);
    this.connection = new Connection({
      address,
      bids: endless(),
      messages: endless(),
      topics: { subscribe() {}, unsubscribe() {}, putAnswer() {} },
      traffic: new Traffic(),
    });
    this.connection.known({ id: personId, name: 'Guest', kind: 'guest', role: 'user' });
    this.connection.opened({
      send: (frame: string) => {
        this.#told.push(JSON.parse(frame) as ServerMessage);
        this.#wake();
        return 1;
      },
      getBufferedAmount: () => 0,
      end() {},
    } as unknown as WebSocket<SocketData>);
  }

  say(message: MediaMessage): void {
    this.#desk.receive(this.connection, message);
  }

  /** The next message of a type; everything before it is dropped. An unexpected error fails. */
  async next<Type extends ServerMessage['type']>(
    type: Type,
  ): Promise<Extract<ServerMessage, { type: Type }>> {
    for (;;) {
      const message = this.#told.shift();
      if (message === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      if (message.type === type) return message as Extract<ServerMessage, { type: Type }>;
      assert.notEqual(message.type, 'error', JSON.stringify(message));
    }
  }

  leave(): void {
    this.connection.closed();
    this.#desk.closed(this.connection);
  }
}

/** Live video on real workers, with auctions that only note what they are told. */
export async function mediaHouse(scope: Scope, { workers: count = 1, sellerId = 1 } = {}) {
  const joins = new Joins();
  const told: string[] = [];
  const actors: ActorClient = {
    command: async (actor, command) => {
      told.push(`${actor} ${(command as AuctionCommand).type}`);
      return { code: answerNumber.accepted, value: 0, flag: 0, position: 1 };
    },
    ask: async () => ({ position: 1, state: { sellerId } }),
  };
  const later = (delayMs: number, task: () => void) => void setTimeout(task, delayMs);
  const workers = await MediaWorkers.start({
    count,
    address: { host: '127.0.0.1', port: 0, announced: undefined },
    workerBin: mediaWorker(),
    log() {},
    later,
    onDied: (worker) => media.workerDied(worker),
  });
  onCleanup(scope, () => workers.close());
  const router = await workers.running[0]?.process.createRouter({ mediaCodecs });
  assert.ok(router);
  const rtpCapabilities = router.rtpCapabilities as never;
  router.close();
  const media: Media = new Media({
    workers,
    actors,
    reports: new StreamReports(actors, later),
    publish: (topic, frame) => {
      for (const one of guests) if (one.connection.admitted.has(topic)) one.connection.send(frame);
    },
    joins,
    setup: { rtpCapabilities, maxPublishBitrateBps: 1 },
    ice: new Ice({ iceServers: [], turnSecret: undefined, iceTransportPolicy: 'all' }),
  });
  const guests: Guest[] = [];
  const guest = (personId = 7, address = '192.0.2.1', desk: MediaDesk<Connection> = media) => {
    const came = new Guest(desk, personId, address);
    guests.push(came);
    return came;
  };
  return { media, workers, told, guest, rtpCapabilities };
}
