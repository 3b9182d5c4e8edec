import type { BidCommand } from '../../../schema/auction/commands.ts';
import type { AuctionSpec } from '../../../schema/auction/spec.ts';
import { seller } from './rules.ts';
import { codeOf, Play } from './tell.ts';

const plainSpec: AuctionSpec = {
  sellerId: seller,
  startPoints: 1_000,
  increments: { kind: 'fixed', stepPoints: 100 },
  reservePoints: null,
  buyNowPoints: null,
  clock: { rule: 'fixed', durationMs: 60_000 },
  onStreamLoss: { rule: 'nothing' },
};

/** An auction room for examples: a lot at 1,000 points in steps of 100, a minute on a fixed clock, unless told otherwise. */
export class Room extends Play {
  #bidId = 0;

  constructor(rules: Partial<AuctionSpec> = {}) {
    super();
    this.give({ type: 'list', by: seller, spec: { ...plainSpec, ...rules } });
  }

  /** What is left of the running clock, in ms. */
  get leftMs(): number | null {
    return this.state.endsAt === null ? null : this.state.endsAt - this.now;
  }

  /** Lets so much time pass. */
  wait(ms: number): void {
    this.passTo(this.now + ms);
  }

  /** Places a bid with a new id, confirmed and received just now; says how it was answered. */
  bid(by: number, amountPoints: number, more: Partial<BidCommand> = {}) {
    this.#bidId += 1;
    const { decision } = this.give({
      type: 'bid',
      by,
      bidId: this.#bidId,
      amountPoints,
      isMax: false,
      confirmed: true,
      receivedAt: this.now,
      ...more,
    });
    return { ...decision.answer, code: codeOf(decision.answer) };
  }

  /** Lets the seller do something; says how it was answered. */
  seller(does: 'open' | 'pause' | 'resume' | 'cancel' | 'undoLastBid' | 'hammer') {
    const { decision } = this.give(
      does === 'hammer'
        ? { type: 'hammer', by: seller, belowReserve: false }
        : { type: does, by: seller, reason: 'a reason' },
    );
    return codeOf(decision.answer);
  }
}

/** A room whose auction was opened just now. */
export function openRoom(rules: Partial<AuctionSpec> = {}): Room {
  const room = new Room(rules);
  room.seller('open');
  return room;
}
