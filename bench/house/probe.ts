import type { ServerMessage } from '../../schema/wire/server.ts';
import { Connection, type Listener, type Target } from '../generator/connection.ts';

const timeoutMs = 60_000;
const retryMs = 5;

/**
 * Bids the minimum on each lot as soon as the server tells it, again and again while it says that it can't
 * yet. Gives when each was accepted (performance.now()).
 */
export async function firstAcceptedBids(
  target: Target,
  cookie: string,
  lots: readonly string[],
): Promise<number[]> {
  const probe = new Probe(lots);
  const connection = await Connection.open(target, cookie, () => probe);
  try {
    return await probe.run(connection);
  } finally {
    connection.destroy();
  }
}

class Probe implements Listener {
  readonly #lots: readonly string[];
  readonly #acceptedAt = new Map<string, number>();
  #connection: Connection | null = null;
  #bidId = Date.now() * 1_000;
  #done: (at: number[]) => void = () => {};
  #failed: (error: Error) => void = () => {};

  constructor(lots: readonly string[]) {
    this.#lots = lots;
  }

  run(connection: Connection): Promise<number[]> {
    this.#connection = connection;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () =>
          reject(new Error(`only ${this.#acceptedAt.size} of ${this.#lots.length} lots took a bid in time`)),
        timeoutMs,
      );
      this.#done = (at) => {
        clearTimeout(timer);
        resolve(at);
      };
      this.#failed = (error) => {
        clearTimeout(timer);
        reject(error);
      };
      for (const lot of this.#lots) this.#subscribe(lot);
    });
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    const message = JSON.parse(Buffer.from(bytes.subarray(start, end)).toString()) as ServerMessage;
    if (message.type === 'snapshot') {
      this.#bid(message.lot, message.state.minimumPoints);
    } else if (message.type === 'bidAccepted') {
      this.#acceptedAt.set(message.lot, performance.now());
      if (this.#acceptedAt.size === this.#lots.length) this.#done([...this.#acceptedAt.values()]);
    } else if (message.type === 'bidRefused') {
      if (message.retry) setTimeout(() => this.#subscribe(message.lot), retryMs);
      else this.#failed(new Error(`the bid after the restart was refused: ${message.code}`));
    } else if (message.type === 'error') {
      this.#failed(new Error(`the server said ${message.code}: ${message.message}`));
    }
  }

  readEnded(): void {}

  lost(closeCode: number): void {
    this.#failed(new Error(`the server ended the connection (${closeCode})`));
  }

  #subscribe(lot: string): void {
    this.#connection?.sendText(`{"type":"unsubscribe","lot":"${lot}"}`);
    this.#connection?.sendText(`{"type":"subscribe","lot":"${lot}"}`);
  }

  #bid(lot: string, minimumPoints: number): void {
    const bid = { type: 'bid', lot, bidId: this.#bidId++, amount: minimumPoints };
    this.#connection?.sendText(JSON.stringify(bid));
  }
}
