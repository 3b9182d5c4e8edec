import type { BidHistoryItem } from '../../../schema/http.ts';

interface SentBid {
  readonly by: number;
  readonly amountPoints: number;
  readonly dueMs: number;
  /** Answers that are still to come: a bid that was sent twice is answered twice. */
  awaited: number;
  /** Where it was acknowledged. */
  seq: number | null;
  code: string | null;
}

/** What can be wrong with the bids of a lot. */
export interface RecordFaults {
  /** Acknowledged, and not in the history at its place, by its bidder, with its amount. */
  readonly lost: number;
  /** Two acknowledgements for one place, or two places for one bid. */
  readonly doubled: number;
  /** In the history, and acknowledged to nobody. */
  readonly untold: number;
  /** Later in the history, and yet not higher; or sent later by the same person, and yet earlier in it. */
  readonly outOfOrder: number;
  readonly unanswered: number;
  /** Answered twice, and not with the same. */
  readonly contradicted: number;
}

/** The bids of one lot, as those who sent them know them. */
export class LotRecord {
  readonly #bids = new Map<number, SentBid>();
  #doubled = 0;
  #contradicted = 0;

  /** A bid was sent, once or again at once with the same id. Ids rise. */
  sent(bidId: number, bid: Pick<SentBid, 'by' | 'amountPoints' | 'dueMs'>, times: number): void {
    this.#bids.set(bidId, { ...bid, awaited: times, seq: null, code: null });
  }

  /** A bid was acknowledged. Gives when it was due, if this is the first that is heard of it. */
  accepted(bidId: number, seq: number): number | null {
    const bid = this.#answered(bidId);
    if (bid === null) return null;
    if (bid.seq !== null && bid.seq !== seq) this.#doubled++;
    if (bid.code !== null) this.#contradicted++;
    const isFirst = bid.seq === null && bid.code === null;
    bid.seq ??= seq;
    return isFirst ? bid.dueMs : null;
  }

  /** A bid was refused; with `mayRetry`, that was no decision. Gives when it was due, if this is the first that is heard of it. */
  refused(bidId: number, code: string, mayRetry: boolean): number | null {
    const bid = this.#answered(bidId);
    if (bid === null) return null;
    const isFirst = bid.seq === null && bid.code === null;
    if (!isFirst && !mayRetry && bid.code !== code) this.#contradicted++;
    if (!mayRetry) bid.code ??= code;
    return isFirst ? bid.dueMs : null;
  }

  /** Answers that are still to come. */
  get unanswered(): number {
    let awaited = 0;
    for (const bid of this.#bids.values()) awaited += bid.awaited;
    return awaited;
  }

  /** Acknowledged bids. */
  get acknowledged(): number {
    return this.#acknowledged().length;
  }

  /** Holds all that was acknowledged against the lot's history, the newest first, once each and in order. */
  check(history: readonly BidHistoryItem[]): RecordFaults {
    const kept = new Map(history.map((item) => [item.seq, item]));
    const told = new Set<number>();
    const lastSeqOf = new Map<number, number>();
    let [lost, doubled, outOfOrder] = [0, this.#doubled + history.length - kept.size, 0];
    for (const { by, amountPoints, seq } of this.#acknowledged()) {
      const item = kept.get(seq);
      if (item?.by.id !== by || item.amountPoints !== amountPoints) lost++;
      if (told.has(seq)) doubled++;
      if (seq <= (lastSeqOf.get(by) ?? 0)) outOfOrder++;
      told.add(seq);
      lastSeqOf.set(by, seq);
    }
    for (const [n, item] of history.entries()) {
      const older = history[n + 1];
      if (older && (older.seq >= item.seq || older.amountPoints >= item.amountPoints)) outOfOrder++;
    }
    const untold = [...kept.keys()].filter((seq) => !told.has(seq)).length;
    return {
      lost,
      doubled,
      untold,
      outOfOrder,
      unanswered: this.unanswered,
      contradicted: this.#contradicted,
    };
  }

  #acknowledged(): Array<SentBid & { readonly seq: number }> {
    return [...this.#bids.values()].filter(
      (bid): bid is SentBid & { readonly seq: number } => bid.seq !== null,
    );
  }

  #answered(bidId: number): SentBid | null {
    const bid = this.#bids.get(bidId);
    if (!bid) return null;
    if (bid.awaited === 0) this.#doubled++;
    else bid.awaited--;
    return bid;
  }
}
