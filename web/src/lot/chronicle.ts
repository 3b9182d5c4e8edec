import type { PublicEvent } from '../../../schema/auction/public.ts';
import type { BidHistoryItem } from '../../../schema/http.ts';

/** Something that happened besides bids, as it was seen while watching. */
export interface Note {
  readonly seq: number;
  readonly at: number;
  readonly type: Exclude<PublicEvent['type'], 'bid' | 'peopleMerged'>;
  readonly reason: string | null;
  readonly addedMs: number | null;
}

/** A line of the history. */
export type Line =
  | { readonly kind: 'bid'; readonly seq: number; readonly bid: BidHistoryItem }
  | { readonly kind: 'note'; readonly seq: number; readonly note: Note };

/** The bid that an event tells of, as the history would show it. */
export function bidOfEvent(event: PublicEvent): BidHistoryItem | null {
  if (event.type !== 'bid' || event.by === undefined) return null;
  const pricePoints = event.set.pricePoints ?? event.amountPoints ?? 0;
  return {
    seq: event.seq,
    at: event.at,
    by: event.by,
    amountPoints: event.amountPoints ?? pricePoints,
    pricePoints,
    cutMs: event.cutMs ?? 0,
    undone: false,
  };
}

/** The note that an event leaves, if it is not a bid. */
export function noteOfEvent(event: PublicEvent): Note | null {
  // Whose page it was knows; to everybody else it is the same person as before.
  if (event.type === 'bid' || event.type === 'peopleMerged') return null;
  return {
    seq: event.seq,
    at: event.at,
    type: event.type,
    reason: event.reason || null,
    addedMs: event.addedMs ?? null,
  };
}

/** Joins two lists of bids, newest first, each bid once; what `newer` says of a bid counts. */
export function joinBids(
  newer: readonly BidHistoryItem[],
  older: readonly BidHistoryItem[],
): readonly BidHistoryItem[] {
  const newest = older[0];
  if (newest === undefined || newer.every((bid) => bid.seq > newest.seq)) {
    // The usual case, and a room may be very busy: nothing overlaps, so nothing needs sorting but the new.
    return [...newer].sort((a, b) => b.seq - a.seq).concat(older);
  }
  const bySeq = new Map<number, BidHistoryItem>();
  for (const bid of older) bySeq.set(bid.seq, bid);
  for (const bid of newer) bySeq.set(bid.seq, bid);
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
}

/** The newest lines, at most `count`, out of bids and notes that both stand newest first. */
export function linesOf(bids: readonly BidHistoryItem[], notes: readonly Note[], count: number): Line[] {
  const lines: Line[] = [
    ...bids.slice(0, count).map((bid): Line => ({ kind: 'bid', seq: bid.seq, bid })),
    ...notes.slice(0, count).map((note): Line => ({ kind: 'note', seq: note.seq, note })),
  ];
  return lines.sort((a, b) => b.seq - a.seq).slice(0, count);
}

/** The visible price over time as steps, oldest first; bids that were taken back are left out. */
export function priceSteps(bids: readonly BidHistoryItem[]): Array<{ at: number; pricePoints: number }> {
  return bids
    .filter((bid) => !bid.undone)
    .map(({ at, pricePoints }) => ({ at, pricePoints }))
    .reverse();
}
