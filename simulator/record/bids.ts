/** One frame with a bid, as a gateway received it. */
export interface Receipt {
  readonly lot: string;
  readonly by: number;
  readonly bidId: number;
  readonly amountPoints: number;
  readonly isMax: boolean;
  readonly isConfirmed: boolean;
  /** By the clock of the gateway's server (ms). */
  readonly receivedAt: number;
  /** The same in virtual time, which no server's clock shows. */
  readonly virtualMs: number;
  /** How often slots had been claimed by then. */
  readonly era: number;
}

/** An answer that a gateway had for a bidder. */
export interface BidAnswer {
  readonly lot: string;
  readonly by: number;
  readonly bidId: number;
  readonly code: string;
  readonly value: number;
  readonly leads: boolean;
  readonly position: number;
}
