import type { Bidder } from './bidder.ts';
import type { MarketLot } from './market-lot.ts';

/** Bidders who bid on the same lots. Turns go round, so that nobody bids against himself. */
export class BidderGroup {
  readonly lots: readonly MarketLot[];
  readonly bidders: Bidder[] = [];
  /** Bidders who may send a bid but have no lot for it; the next bid of another frees them. */
  readonly waiting: Bidder[] = [];
  #nextLot = 0;
  #nextBidder = 0;

  constructor(lots: readonly MarketLot[]) {
    this.lots = lots;
  }

  /**
   * The next lot in which somebody else has the highest bid and none of the bidder's own waits for its answer,
   * or null. Two bids of one bidder that wait in one lot would be read together, and so follow each other.
   */
  lotFor(bidder: Bidder): MarketLot | null {
    for (let n = 0; n < this.lots.length; n++) {
      const lot = this.#turn();
      if (lot.lastBidder !== bidder && !bidder.unanswered.includes(lot)) return lot;
    }
    return null;
  }

  /** The next lot in which somebody else has the highest bid, for a bidder who can't wait; or null. */
  anyLotFor(bidder: Bidder): MarketLot | null {
    for (let n = 0; n < this.lots.length; n++) {
      const lot = this.#turn();
      if (lot.lastBidder !== bidder) return lot;
    }
    return null;
  }

  /** The bidder whose turn it is in open-loop load, where nobody waits for answers. */
  nextBidder(): Bidder {
    const bidder = this.bidders[this.#nextBidder] as Bidder;
    this.#nextBidder = (this.#nextBidder + 1) % this.bidders.length;
    return bidder;
  }

  #turn(): MarketLot {
    const lot = this.lots[this.#nextLot] as MarketLot;
    this.#nextLot = (this.#nextLot + 1) % this.lots.length;
    return lot;
  }
}
