import type { Bidder } from './bidder.ts';

/** A lot as the bidders of one generator know it between them. */
export class MarketLot {
  readonly id: string;
  readonly #bidHead: string;
  /** The next bid that will be valid if all bids before it are. */
  nextPoints: number;
  /** Who sent the highest bid so far: the leader once it is decided, who may not bid next. */
  lastBidder: Bidder | null = null;
  acceptedBids = 0;
  /** Highest position that an answer or an event told. */
  seq = 0;

  constructor(id: string, startPoints: number) {
    this.id = id;
    this.nextPoints = startPoints;
    this.#bidHead = `{"type":"bid","lot":"${id}","bidId":`;
  }

  /** The message of a bid, as JSON.stringify would write it. */
  bidText(bidId: number, amountPoints: number): string {
    return `${this.#bidHead}${bidId},"amount":${amountPoints}}`;
  }
}
