import type { Scope } from '../../../testing/cleanup.ts';
import type { Person } from './person.ts';
import type { BidAnswer, BidOffer, SocketClient } from './socket-client.ts';

/** A bid of somebody in a lot, with its answer; null while there is none. */
export interface SentBid {
  readonly by: Person;
  readonly lot: string;
  readonly offer: BidOffer & { readonly bidId: number };
  answer: BidAnswer | null;
}

const startPoints = 1_000;
const stepPoints = 100;
/** Mostly small raises, so that few are refused for being far too high. */
const mostSteps = 3;

/** Many people who bid against each other, some lots each, and remember every bid and its answer. */
export class Crowd {
  readonly sent: SentBid[] = [];
  /** What the next bid of each lot has to exceed, as far as anybody here knows. */
  readonly #prices = new Map<string, number>();
  #acceptedCount = 0;
  #waiters: Array<{ count: number; resolve: () => void }> = [];
  #nextBidId = 1;

  /** Resolves when so many bids have been accepted in all. */
  accepted(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push({ count, resolve });
    });
  }

  /** One person bids in one lot until the connection ends. */
  async bidUntilClosed(scope: Scope, by: Person, lot: string): Promise<void> {
    const client = await by.connect(scope);
    let isClosed = false;
    void client.closed.then(() => {
      isClosed = true;
    });
    // An answer that is lost with the connection is what this is about.
    while (!isClosed) await this.bid(client, by, lot).catch(() => null);
  }

  /** A raise that should do, plain or as a maximum. */
  async bid(client: SocketClient, by: Person, lot: string): Promise<BidAnswer> {
    const steps = 1 + Math.floor(Math.random() * mostSteps);
    const points = (this.#prices.get(lot) ?? startPoints) + steps * stepPoints;
    const bidId = this.#nextBidId++;
    const sent: SentBid = {
      by,
      lot,
      offer: steps === 1 ? { max: points, bidId } : { amount: points, bidId },
      answer: null,
    };
    this.sent.push(sent);
    sent.answer = await client.bid(lot, sent.offer);
    this.#learn(lot, sent.answer);
    return sent.answer;
  }

  #learn(lot: string, answer: BidAnswer): void {
    const price =
      answer.type === 'bidAccepted' ? answer.pricePoints : (answer.minimumPoints ?? 0) - stepPoints;
    this.#prices.set(lot, Math.max(price, this.#prices.get(lot) ?? 0));
    if (answer.type !== 'bidAccepted') return;
    this.#acceptedCount++;
    for (const { count, resolve } of this.#waiters) if (count <= this.#acceptedCount) resolve();
    this.#waiters = this.#waiters.filter(({ count }) => count > this.#acceptedCount);
  }
}
