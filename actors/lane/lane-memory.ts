import { BidRing } from './bid-ring.ts';
import { Hands } from './hands.ts';

/** What a lane's two ends share, as it crosses to the other thread. */
export interface SharedLaneMemory {
  readonly hands: SharedArrayBuffer;
  readonly bids: SharedArrayBuffer;
}

/** What a gateway and a shard see of each other without a message. */
export class LaneMemory {
  readonly hands: Hands;
  readonly bids: BidRing;

  /** Without what is shared, that of a new lane. */
  constructor(shared?: SharedLaneMemory) {
    this.hands = new Hands(shared?.hands);
    this.bids = new BidRing(shared?.bids);
  }

  /** What the other end is made of. */
  get shared(): SharedLaneMemory {
    return { hands: this.hands.memory, bids: this.bids.memory };
  }
}
