import { setTimeout as pause } from 'node:timers/promises';
import { LotView } from '../../gateway/socket/testing/lot-view.ts';
import type { Person } from '../../gateway/socket/testing/person.ts';
import type { SocketClient } from '../../gateway/socket/testing/socket-client.ts';
import type { Scope } from '../../testing/cleanup.ts';
import type { Random } from '../../testing/random.ts';
import type { OpenLot } from './lots.ts';
import type { Market, TimedBid } from './market.ts';

export interface BidderParts {
  readonly scope: Scope;
  readonly market: Market;
  readonly random: Random;
  readonly person: Person;
  /** Where to connect. */
  readonly url: string;
  /** Ends its attempts to go on. */
  readonly givenUp: AbortSignal;
}

/** Between an answer and the next bid, at most. */
const mostThinkingMs = 150;
const againAfterMs = 100;
const openState = 1;

/**
 * Somebody who bids in a lot as a good client does: what was not answered for good is sent again under its id,
 * and a lost connection is made anew.
 */
export class Bidder {
  /** The lot as it saw it through all connections; null when it does not watch. */
  view: LotView | null = null;
  /** From each loss of its connection to the last word on what was under way then (ms). */
  readonly lossMs: number[] = [];
  readonly #parts: BidderParts;
  #client: SocketClient | null = null;
  #isQuiet = false;

  constructor(parts: BidderParts) {
    this.#parts = parts;
  }

  /** Connects, and waits for what is to come. */
  async arrive(): Promise<void> {
    await this.#connected();
  }

  /** Watches a lot from now on, through all connections, and must see each event of it once, in order. */
  watch(lot: string): void {
    this.view = new LotView(lot);
    if (this.#client) this.view.follow(this.#client);
  }

  /** Makes no new bid any more. */
  goQuiet(): void {
    this.#isQuiet = true;
  }

  /** Bids until it is quiet or the lot is closed; no bid is left without a last word. */
  async bidOn({ id, quietAt }: OpenLot): Promise<void> {
    const { market, person, random, givenUp } = this.#parts;
    while (!givenUp.aborted) {
      await pause(random.below(mostThinkingMs));
      if (this.#isQuiet || Date.now() >= quietAt) return;
      const bid = market.nextBid(person, id);
      await this.#settle(bid);
      if (bid.answer?.type === 'bidRefused' && bid.answer.code === 'closed') return;
    }
  }

  /** Resolves when it has seen the lot up to a position; rejects if it was ever shown a gap or a step back. */
  async caughtUp(seq: number): Promise<void> {
    if (this.view === null) return;
    while (this.view.seq < seq && !this.#parts.givenUp.aborted) {
      const client = await this.#connected();
      await Promise.race([this.view.reached(seq), client.closed]);
    }
    await this.view.reached(seq);
  }

  async #settle(bid: TimedBid): Promise<void> {
    const { market, givenUp } = this.#parts;
    let lostAt: number | null = null;
    while (!givenUp.aborted) {
      const client = await this.#connected();
      // Whoever does not know what became of a bid may well ask twice.
      const times = lostAt === null ? 1 : 2;
      const asked = Array.from({ length: times }, () => client.bid(bid.lot, bid.offer));
      let isSettled = false;
      for (const answer of await Promise.allSettled(asked)) {
        if (answer.status === 'fulfilled') isSettled = market.learn(bid, answer.value) || isSettled;
        else lostAt ??= Date.now();
      }
      if (isSettled) {
        if (lostAt !== null) this.lossMs.push(Date.now() - lostAt);
        return;
      }
      market.trouble();
      await pause(againAfterMs);
    }
  }

  async #connected(): Promise<SocketClient> {
    const { person, url, scope, givenUp } = this.#parts;
    for (;;) {
      if (this.#client?.socket.readyState === openState) return this.#client;
      givenUp.throwIfAborted();
      // A server that broke the protocol is no loss of a connection.
      if (this.#client?.inbox.violation) throw this.#client.inbox.violation;
      try {
        this.#client = await person.at(url).connect(scope);
        this.view?.follow(this.#client);
      } catch {
        await pause(againAfterMs);
      }
    }
  }
}
