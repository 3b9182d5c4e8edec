import type { AuctionEvent } from '../../schema/auction/events.ts';
import { Broken } from '../broken.ts';
import type { BidAnswer, Receipt } from '../record/bids.ts';
import type { LotRecord } from '../record/lot-record.ts';
import type { Facts } from '../reference/facts.ts';

/** A promise, in one sentence, and the check of it: what was seen against it, or null. */
export interface Invariant<Seen> {
  readonly sentence: string;
  readonly check: (seen: Seen) => string | null;
}

/** One event that has just been committed. */
export interface CommittedEvent {
  readonly event: AuctionEvent;
  readonly before: Facts;
  readonly after: Facts;
  /** The lot without this event. */
  readonly lot: LotRecord;
  /** All frames with bids on this lot that any gateway has received. */
  readonly receipts: ReadonlyMap<string, readonly Receipt[]>;
  /** Whether the seller has ever told the hammer to fall. */
  readonly sellerHammers: boolean;
  /** How much of the time in which nobody could bid is still to be given back (ms). */
  readonly owedMs: number;
  /** How late the event is committed after the deadline before it, if nothing has gone wrong since long before that (ms). */
  readonly quietLatenessMs: number | null;
}

/** An answer, and the lot as it is committed when the answer leaves the gateway. */
export interface GivenAnswer {
  readonly answer: BidAnswer;
  /** All frames with this bid that any gateway has received. */
  readonly frames: readonly Receipt[];
  readonly lot: LotRecord;
  readonly sellerHammers: boolean;
}

/** The first of these invariants that does not hold; null if all do. */
export function brokenOf<Seen>(
  invariants: readonly Invariant<Seen>[],
  seen: Seen,
  about: string,
): Broken | null {
  for (const { sentence, check } of invariants) {
    const against = check(seen);
    if (against !== null) return new Broken(sentence, `${about}: ${against}`);
  }
  return null;
}
