import { type ReadonlySignal, signal } from '@preact/signals';
import { type ErrorCode, retryableCodes } from '../../../schema/codes.ts';
import type { ClientMessage } from '../../../schema/wire/client.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import type { Code } from '../api/request.ts';

/** What somebody wants to bid. */
export interface BidWish {
  readonly lotId: string;
  readonly points: number;
  /** The amount is a hidden maximum. */
  readonly isMax: boolean;
  /** The bidder was asked about the jump and meant it. */
  readonly isConfirmed: boolean;
}

/** A bid on its way or answered. */
export interface OwnBid extends BidWish {
  readonly bidId: number;
  readonly outcome:
    | { readonly kind: 'pending' }
    | {
        readonly kind: 'accepted';
        readonly isLeading: boolean;
        readonly pricePoints: number;
        readonly seq: number;
      }
    | { readonly kind: 'refused'; readonly code: Code; readonly minimumPoints: number | null };
}

/** What the store needs of the page. */
export interface BidPost {
  send(message: ClientMessage): boolean;
  nextId(): number;
  /** Asks whether the connection is still there. */
  probe(): void;
  after(delayMs: number, call: () => void): () => void;
}

const firstRetryMs = 300;
const longestRetryMs = 4_000;
const probeAfterMs = 2_000;
const overloads: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'unavailable', 'internal']);

/**
 * The bids of this page. A bid keeps its id until the server has answered it for good: it is sent again
 * after a reconnect and after an answer that allows it, and the server decides it once.
 */
export class OwnBids {
  readonly #latest = signal<ReadonlyMap<string, OwnBid>>(new Map());
  readonly #pending = new Map<number, { bid: OwnBid; attempts: number; cancel: () => void }>();
  readonly #post: BidPost;

  constructor(post: BidPost) {
    this.#post = post;
  }

  /** The latest bid in each lot. */
  get latest(): ReadonlySignal<ReadonlyMap<string, OwnBid>> {
    return this.#latest;
  }

  /** Sends a bid, now or as soon as there is a connection. */
  place(wish: BidWish): void {
    const bid: OwnBid = { ...wish, bidId: this.#post.nextId(), outcome: { kind: 'pending' } };
    this.#pending.set(bid.bidId, { bid, attempts: 0, cancel: () => {} });
    this.#show(bid);
    this.#send(bid.bidId);
  }

  /** Forgets the latest bid in a lot once its answer has been read. */
  dismiss(lotId: string): void {
    if (this.#latest.value.get(lotId)?.outcome.kind === 'pending') return;
    const next = new Map(this.#latest.value);
    next.delete(lotId);
    this.#latest.value = next;
  }

  /** Sends everything that waits again, over a new connection. */
  resend(): void {
    for (const bidId of this.#pending.keys()) this.#send(bidId);
  }

  /** Takes the answers among the server's messages. */
  take(message: ServerMessage): void {
    if (message.type === 'bidAccepted') {
      this.#settle(message.bidId, {
        kind: 'accepted',
        isLeading: message.leading,
        pricePoints: message.pricePoints,
        seq: message.seq,
      });
    } else if (message.type === 'bidRefused') {
      if (message.retry || retryableCodes.has(message.code)) this.#sendLater(message.bidId);
      else {
        this.#settle(message.bidId, {
          kind: 'refused',
          code: message.code,
          minimumPoints: message.minimumPoints ?? null,
        });
      }
    } else if (message.type === 'error' && message.about?.type === 'bid') {
      this.#failed(message.code, message.about.lot);
    }
  }

  /** An error names no bid, so it stands for all that wait in its lot. */
  #failed(code: ErrorCode, lotId: string | undefined): void {
    for (const [bidId, { bid }] of this.#pending) {
      if (lotId !== undefined && bid.lotId !== lotId) continue;
      if (overloads.has(code)) this.#sendLater(bidId);
      else this.#settle(bidId, { kind: 'refused', code, minimumPoints: null });
    }
  }

  #send(bidId: number): void {
    const waiting = this.#pending.get(bidId);
    if (waiting === undefined) return;
    waiting.cancel();
    const { lotId, points, isMax, isConfirmed } = waiting.bid;
    this.#post.send({
      type: 'bid',
      lot: lotId,
      bidId,
      ...(isMax ? { max: points } : { amount: points }),
      ...(isConfirmed ? { confirm: true } : {}),
    });
    waiting.cancel = this.#post.after(probeAfterMs, () => this.#post.probe());
  }

  #sendLater(bidId: number): void {
    const waiting = this.#pending.get(bidId);
    if (waiting === undefined) return;
    waiting.cancel();
    const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(waiting.attempts++, 8));
    waiting.cancel = this.#post.after(waitMs, () => this.#send(bidId));
  }

  #settle(bidId: number, outcome: OwnBid['outcome']): void {
    const waiting = this.#pending.get(bidId);
    if (waiting === undefined) return;
    waiting.cancel();
    this.#pending.delete(bidId);
    const shown = this.#latest.value.get(waiting.bid.lotId);
    if (shown?.bidId === bidId) this.#show({ ...waiting.bid, outcome });
  }

  #show(bid: OwnBid): void {
    this.#latest.value = new Map(this.#latest.value).set(bid.lotId, bid);
  }
}
