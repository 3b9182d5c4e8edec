import type { ServerMessage } from '../../schema/wire/server.ts';
import { Delivery } from '../statistics/delivery.ts';
import type { BidderGroup } from './bidder-group.ts';
import type { Connection, Listener } from './connection.ts';
import type { Market } from './market.ts';
import type { MarketLot } from './market-lot.ts';
import { bidSeqsIn, firstEventAtIn, kindOfText, lotIn, textKinds, textOf } from './server-text.ts';

/** What somebody watches. */
export interface Watch {
  readonly lot: MarketLot;
  readonly delivery: Delivery;
}

// Used within one call only, so one list serves all.
const seqs: number[] = [];

/** One connection's part in the market: it bids when its group has a bid for it, and watches lots. */
export class Bidder implements Listener {
  readonly connection: Connection;
  readonly #market: Market;
  readonly watches = new Map<string, Watch>();
  group: BidderGroup | null = null;
  /** Bids that it may send before the next answer. */
  credits = 0;
  /** Lots in which it waits for an answer. */
  readonly unanswered: MarketLot[] = [];
  #onlyWatch: Watch | null = null;

  constructor(connection: Connection, market: Market) {
    this.connection = connection;
    this.#market = market;
  }

  /** Subscribes to a lot. */
  watch(lot: MarketLot): void {
    const watch = { lot, delivery: new Delivery() };
    this.watches.set(lot.id, watch);
    this.#onlyWatch = this.watches.size === 1 ? watch : null;
    this.connection.sendText(`{"type":"subscribe","lot":"${lot.id}"}`);
  }

  /** Its bid on a lot was answered: it may send another. */
  answered(lot: MarketLot): void {
    const n = this.unanswered.indexOf(lot);
    // An answer that took longer than its round is nobody's turn any more.
    if (n < 0) return;
    this.unanswered.splice(n, 1);
    this.credits++;
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    switch (kindOfText(bytes, start, end)) {
      case textKinds.accepted:
      case textKinds.echo:
        this.#market.bidAccepted(this, bytes, start, end);
        break;
      case textKinds.refused:
        this.#market.bidRefused(this, bytes, start, end);
        break;
      case textKinds.events:
        this.#events(bytes, start, end);
        break;
      case textKinds.other:
        this.#other(JSON.parse(textOf(bytes, start, end)) as ServerMessage);
    }
  }

  readEnded(): void {
    this.#market.readEnded(this);
  }

  lost(closeCode: number): void {
    this.#market.connectionLost(closeCode);
  }

  #events(bytes: Uint8Array, start: number, end: number): void {
    const watch = this.#onlyWatch ?? this.watches.get(lotIn(bytes, start, end));
    if (!watch) return;
    const count = bidSeqsIn(bytes, start, end, seqs);
    if (count < 0) {
      const message = JSON.parse(textOf(bytes, start, end)) as ServerMessage;
      if (message.type !== 'events') return;
      for (const event of message.events) {
        watch.delivery.event(event.seq, event.type === 'bid');
        this.#market.eventDelivered(watch.lot, event);
      }
      return;
    }
    for (let n = 0; n < count; n++) watch.delivery.event(seqs[n] as number, true);
    if (count === 0) return;
    const frame = { events: count, bytes: end - start, decidedAt: firstEventAtIn(bytes, start, end) };
    this.#market.bidsDelivered(watch.lot, seqs[count - 1] as number, frame);
  }

  #other(message: ServerMessage): void {
    if (message.type === 'snapshot') {
      const watch = this.watches.get(message.lot);
      if (watch) this.#market.snapshot(watch, message);
    } else if (message.type === 'error') {
      this.#market.errorMessage(message.code);
    }
  }
}
