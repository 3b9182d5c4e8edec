import type { ServerMessage } from '../../../schema/wire/server.ts';
import { Connection, type Listener, type Target } from '../../generator/connection.ts';
import { textOf } from '../../generator/server-text.ts';
import type { Sale } from './sale.ts';
import type { Tally } from './tally.ts';

/** Bidders of one process draw their ids from one clock, in microseconds. */
let lastBidId = Date.now() * 1_000;

/** One bidder at a rostrum, who stays for all its lots. */
export class Seat implements Listener {
  readonly #connection: Connection;
  readonly #tally: Tally;
  #sale: Sale | null = null;
  /** Number of the person who sits here; 0 until the server has said it. */
  person = 0;

  private constructor(connection: Connection, tally: Tally) {
    this.#connection = connection;
    this.#tally = tally;
  }

  /** Lets a signed-in person sit down. */
  static async take(target: Target, cookie: string, tally: Tally): Promise<Seat> {
    let seat: Seat | null = null;
    await Connection.open(target, cookie, (connection) => {
      seat = new Seat(connection, tally);
      return seat;
    });
    return seat as unknown as Seat;
  }

  /** Watches the next lot, and the one before no longer. */
  watch(sale: Sale): void {
    this.#leave();
    this.#sale = sale;
    this.#connection.sendText(JSON.stringify({ type: 'subscribe', lot: sale.lot }));
  }

  /** Bids, and sends the same again at once if it is to be sent more often. */
  bid(sale: Sale, amountPoints: number, dueMs: number, times: number): void {
    const bidId = ++lastBidId;
    const text = JSON.stringify({ type: 'bid', lot: sale.lot, bidId, amount: amountPoints });
    sale.record.sent(bidId, { by: this.person, amountPoints, dueMs }, times);
    this.#connection.send(this.#connection.frameOf(text).repeat(times));
  }

  /** Ends the connection. */
  close(): void {
    this.#connection.destroy();
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    const message = JSON.parse(textOf(bytes, start, end)) as ServerMessage;
    const sale = this.#sale;
    if (message.type === 'welcome') this.person = message.person?.id ?? 0;
    if (message.type === 'error') this.#tally.fault(`error ${message.code}`);
    if (sale === null || !('lot' in message) || message.lot !== sale.lot) return;
    if (message.type === 'snapshot') sale.snapshot(this, message);
    else if (message.type === 'events') sale.events(this, message);
    else if (message.type === 'bidAccepted') {
      const dueMs = sale.record.accepted(message.bidId, message.seq);
      if (dueMs !== null) this.#tally.accepted(performance.now() - dueMs);
    } else if (message.type === 'bidRefused') {
      const { bidId, code, retry, minimumPoints = 0 } = message;
      sale.nextPoints = Math.max(sale.nextPoints, minimumPoints);
      const dueMs = sale.record.refused(bidId, code, retry);
      if (dueMs !== null) this.#tally.refused(code, performance.now() - dueMs);
    }
  }

  readEnded(): void {}

  lost(closeCode: number): void {
    this.#tally.fault(`bidder cut off with ${closeCode}`);
  }

  #leave(): void {
    if (this.#sale === null) return;
    this.#connection.sendText(JSON.stringify({ type: 'unsubscribe', lot: this.#sale.lot }));
  }
}
