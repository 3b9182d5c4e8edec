import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Client } from '@colyseus/core';
import type { PeerLot, StartPeer } from './contract.ts';
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
  snapshotMessage,
} from './messages.ts';

// As CommonJS: as a module, the transport looks for a server in `ws` that is not there.
const require = createRequire(import.meta.url);
const { LocalDriver, LocalPresence, matchMaker, Room, Server } =
  require('@colyseus/core') as typeof import('@colyseus/core');
const { WebSocketTransport } = require('@colyseus/ws-transport') as typeof import('@colyseus/ws-transport');

/** Seats are taken all at once by the benchmark, which takes longer than people do. */
const seatSeconds = 120;
const rooms = new Map<string, AuctionRoom>();

/** One auction: its state is in memory, and is gone with the process. */
class AuctionRoom extends Room {
  #lot!: PeerLot;
  #seq = 0;
  #pricePoints: number | null = null;
  #leader = 0;
  #isOver = false;
  readonly #people = new Map<string, number>();
  readonly #gathering = new Gathering((lot, events) => {
    this.broadcast('m', JSON.stringify(eventsMessage(lot, events)));
  });

  override onCreate(lot: PeerLot): void {
    this.#lot = lot;
    this.autoDispose = false;
    this.setSeatReservationTime(seatSeconds);
    rooms.set(lot.id, this);
    this.onMessage('m', (client, text: string) => this.#take(client, JSON.parse(text)));
    this.clock.setTimeout(() => this.#hammer(), Math.min(lot.endsAt - Date.now(), 2 ** 31 - 1));
  }

  override onJoin(client: Client, { person }: { person: number }): void {
    this.#people.set(client.sessionId, person);
  }

  override onLeave(client: Client): void {
    this.#people.delete(client.sessionId);
  }

  get bidCount(): number {
    return this.#seq;
  }

  #take(client: Client, message: unknown): void {
    const bid = bidOf(message);
    if (bid === null) {
      const standing = {
        seq: this.#seq,
        pricePoints: this.#pricePoints,
        minimumPoints: this.#minimum,
        endsAt: this.#lot.endsAt,
      };
      client.send('m', JSON.stringify(snapshotMessage(this.#lot.id, standing)));
      return;
    }
    const by = this.#people.get(client.sessionId) as number;
    const outcome = this.#decide(bid, by, Date.now());
    if (outcome.code === 'accepted') this.#gathering.add(bid.lot, bidEvent(bid, by, outcome));
    client.send('m', JSON.stringify(answerTo(bid, outcome)));
  }

  #decide(bid: Bid, by: number, at: number): Outcome {
    const { endsAt } = this.#lot;
    const minimumPoints = this.#minimum;
    if (this.#isOver || at >= endsAt) return { code: 'closed' };
    if (by === this.#leader) return { code: 'leading_already', minimumPoints };
    if (bid.amount < minimumPoints) return { code: 'too_low', minimumPoints };
    this.#pricePoints = bid.amount;
    this.#leader = by;
    return { code: 'accepted', seq: ++this.#seq, at, endsAt };
  }

  get #minimum(): number {
    return this.#pricePoints === null ? this.#lot.startPoints : this.#pricePoints + incrementPoints;
  }

  #hammer(): void {
    this.#isOver = true;
    this.#gathering.add(this.#lot.id, hammerEvent(this.#seq + 1, Date.now(), this.#pricePoints));
  }
}

/** A room per auction, on Colyseus' own transport. */
export const start: StartPeer = async () => {
  const http = createServer();
  const server = new Server({
    greet: false,
    presence: new LocalPresence(),
    driver: new LocalDriver(),
    transport: new WebSocketTransport({ server: http }),
  });
  server.define('auction', AuctionRoom);
  await server.listen(0, '127.0.0.1');
  let person = 0;
  return {
    port: (http.address() as AddressInfo).port,
    async open(lots) {
      for (const lot of lots) await matchMaker.createRoom('auction', lot);
    },
    bidCounts: async (lots) => lots.map((lot) => rooms.get(lot)?.bidCount ?? 0),
    seats: (lots) =>
      Promise.all(
        lots.map(async (lot) => {
          const seat = await matchMaker.joinById((rooms.get(lot) as AuctionRoom).roomId, {
            person: ++person,
          });
          return `/${seat.room.processId}/${seat.room.roomId}?sessionId=${seat.sessionId}`;
        }),
      ),
  };
};
