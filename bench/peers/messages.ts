/** A bid as it comes in. */
export interface Bid {
  readonly lot: string;
  readonly bidId: number;
  readonly amount: number;
}

/** What became of a bid: its place among the accepted ones, or why not. */
export type Outcome =
  | { readonly code: 'accepted'; readonly seq: number; readonly at: number; readonly endsAt: number }
  | { readonly code: 'too_low' | 'leading_already'; readonly minimumPoints: number }
  | { readonly code: 'closed' | 'unknown_lot' };

/** Where a lot stands. */
export interface Standing {
  readonly seq: number;
  readonly pricePoints: number | null;
  readonly minimumPoints: number;
  readonly endsAt: number;
}

/** Every raise is one point at least. */
export const incrementPoints = 1;

/** A bid, or null where it is none: every peer checks what comes in as far as this. */
export function bidOf(message: unknown): Bid | null {
  const { lot, bidId, amount } = (message ?? {}) as Partial<Bid>;
  const isBid = typeof lot === 'string' && lot.length === 26 && isWhole(bidId) && isWhole(amount);
  return isBid ? { lot, bidId, amount } : null;
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

/** The bidder's number, which the benchmark gives with the cookie. */
export function personIn(cookie: string | undefined): number {
  return Number(/person=(\d+)/.exec(cookie ?? '')?.[1] ?? 0);
}

/** The answer to a bid, as Lotcast gives it. */
export function answerTo({ lot, bidId, amount }: Bid, outcome: Outcome) {
  if (outcome.code === 'accepted') {
    return { type: 'bidAccepted', lot, bidId, seq: outcome.seq, pricePoints: amount, leading: true };
  }
  const minimum = 'minimumPoints' in outcome ? { minimumPoints: outcome.minimumPoints } : {};
  return { type: 'bidRefused', lot, bidId, code: outcome.code, ...minimum, retry: false };
}

/** What everybody who watches is told of an accepted bid: as much as Lotcast tells. */
export function bidEvent(
  { amount }: Bid,
  by: number,
  { seq, at, endsAt }: { readonly seq: number; readonly at: number; readonly endsAt: number },
) {
  const bidder = { id: by, paddle: by };
  return {
    seq,
    type: 'bid',
    at,
    set: {
      pricePoints: amount,
      minimumPoints: amount + incrementPoints,
      incrementPoints,
      leader: bidder,
      bidCount: seq,
      endsAt,
    },
    by: bidder,
    amountPoints: amount,
    cutMs: 0,
  };
}

/** The fall of the hammer. */
export function hammerEvent(seq: number, at: number, pricePoints: number | null) {
  const type = pricePoints === null ? 'unsold' : 'sold';
  return { seq, type, at, set: { phase: type, hammerPricePoints: pricePoints }, reason: 'clock' };
}

/** Events of one lot in one message. */
export function eventsMessage(lot: string, events: readonly unknown[]) {
  return { type: 'events', lot, epoch: 'peer', events, serverNow: Date.now() };
}

/** The answer to a subscription. */
export function snapshotMessage(lot: string, { seq, pricePoints, minimumPoints, endsAt }: Standing) {
  const state = { pricePoints, minimumPoints, bidCount: seq, endsAt };
  return { type: 'snapshot', lot, epoch: 'peer', seq, state };
}
