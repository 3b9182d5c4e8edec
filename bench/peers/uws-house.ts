import uWS, { type WebSocket } from 'uWebSockets.js';
import type { PeerLot, RunningPeer } from './contract.ts';
import { Gathering } from './gathering.ts';
import {
  answerTo,
  type Bid,
  bidEvent,
  bidOf,
  eventsMessage,
  hammerEvent,
  type Outcome,
  personIn,
  type Standing,
  snapshotMessage,
} from './messages.ts';

/** Where bids are decided and kept. */
export interface Store {
  open(lots: readonly PeerLot[]): Promise<void>;
  decide(bid: Bid, by: number, at: number): Promise<Outcome>;
  /** Lets the hammer fall; null if there is no such lot. */
  close(lot: string): Promise<Standing | null>;
  standing(lot: string): Promise<Standing | null>;
}

interface SocketData {
  readonly person: number;
}

/** A bidding service on uWebSockets.js, its own topics included, above a store that decides. */
export async function startUwsHouse(store: Store): Promise<RunningPeer> {
  const app = uWS.App();
  const gathering = new Gathering((lot, events) => {
    app.publish(lot, JSON.stringify(eventsMessage(lot, events)));
  });
  const gone = new WeakSet<WebSocket<SocketData>>();

  const answer = (ws: WebSocket<SocketData>, message: unknown): void => {
    if (!gone.has(ws)) ws.cork(() => ws.send(JSON.stringify(message)));
  };

  async function place(ws: WebSocket<SocketData>, bid: Bid): Promise<void> {
    const { person } = ws.getUserData();
    const outcome = await store.decide(bid, person, Date.now());
    if (outcome.code === 'accepted') gathering.add(bid.lot, bidEvent(bid, person, outcome));
    answer(ws, answerTo(bid, outcome));
  }

  async function subscribe(ws: WebSocket<SocketData>, lot: string): Promise<void> {
    ws.subscribe(lot);
    const standing = await store.standing(lot);
    answer(ws, standing ? snapshotMessage(lot, standing) : { type: 'error', code: 'not_found' });
  }

  async function close(lot: string): Promise<void> {
    const standing = await store.close(lot);
    if (standing) gathering.add(lot, hammerEvent(standing.seq + 1, Date.now(), standing.pricePoints));
  }

  app.ws<SocketData>('/ws', {
    idleTimeout: 120,
    maxPayloadLength: 16 * 1024,
    maxBackpressure: 1024 * 1024,
    upgrade(res, req, context) {
      const [key, protocol, extensions] = ['key', 'protocol', 'extensions'].map((name) =>
        req.getHeader(`sec-websocket-${name}`),
      ) as [string, string, string];
      res.upgrade({ person: personIn(req.getHeader('cookie')) }, key, protocol, extensions, context);
    },
    message(ws, frame) {
      const message = JSON.parse(Buffer.from(frame).toString());
      const bid = bidOf(message);
      const doing = bid ? place(ws, bid) : subscribe(ws, String(message.lot));
      doing.catch((error: Error) => answer(ws, { type: 'error', code: 'internal', message: error.message }));
    },
    close: (ws) => {
      gone.add(ws);
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    app.listen('127.0.0.1', 0, (socket) => {
      if (socket) resolve(uWS.us_socket_local_port(socket));
      else reject(new Error('there is no free port'));
    });
  });
  return {
    port,
    async open(lots) {
      await store.open(lots);
      for (const { id, endsAt } of lots)
        setTimeout(() => close(id), Math.min(endsAt - Date.now(), 2 ** 31 - 1));
    },
    bidCounts: (lots) => Promise.all(lots.map(async (lot) => (await store.standing(lot))?.seq ?? 0)),
    seats: async () => null,
  };
}
