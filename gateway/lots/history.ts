import type { Kysely } from 'kysely';
import type { StoredEvent } from '../../actors/journal/journal.ts';
import { eventsOf, type Run } from '../../actors/journal/run.ts';
import type { BidPlaced } from '../../schema/auction/events.ts';
import type { Bidder } from '../../schema/auction/public.ts';
import type { BidHistory, BidHistoryItem } from '../../schema/http.ts';
import { auctionActor } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import type { Auctions } from './auctions.ts';
import { type HistoryPlace, openPlace, sealPlace } from './history-cursor.ts';

export interface HistoryParts {
  readonly db: Kysely<Tables>;
  readonly auctions: Auctions;
  /** Seals cursors; 32 bytes. */
  readonly key: Uint8Array;
}

type FoundBid = Omit<BidHistoryItem, 'by'> & { readonly by: number };

/** Events that nobody is told of, so that they have no position among the public ones. */
const privateTypes: ReadonlySet<string> = new Set(['listed', 'maxRaised']);

/**
 * A page of the bids of a lot, newest first. It reads back from the end of the journal, or from where the page
 * before stopped, and never more than `limits.maxHistoryScan` entries, however long the history is.
 */
export async function bidHistory(
  { db, auctions, key }: HistoryParts,
  lotId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<BidHistory> {
  const start = cursor === undefined ? await end(auctions, lotId) : openPlace(key, lotId, cursor);
  const { found, place } = await readBack(db, lotId, start, limit);
  const bidderOf = await bidders(auctions, lotId, [...new Set(found.map(({ by }) => by))]);
  return {
    bids: found.map((bid) => ({ ...bid, by: bidderOf(bid.by) })),
    next: place.position > 0 ? sealPlace(key, lotId, place) : null,
  };
}

/** Gives these people as bidders. They all have bid, so each has a paddle. */
async function bidders(auctions: Auctions, lotId: string, people: readonly number[]) {
  const paddles = people.length > 0 ? await auctions.paddles(lotId, people) : [];
  const paddleOf = new Map(people.map((id, n) => [id, paddles[n]]));
  return (id: number): Bidder => {
    const paddle = paddleOf.get(id);
    if (!paddle) throw new Error(`Person ${id} has bid on ${lotId} and has no paddle`);
    return { id, paddle };
  };
}

/** The end of a lot's journal, from the lot itself: lists may be a few bids behind. */
async function end(auctions: Auctions, lotId: string): Promise<HistoryPlace> {
  const { seq, position } = await auctions.place(lotId);
  return { journalSeq: seq, position, pendingUndos: 0 };
}

async function readBack(db: Kysely<Tables>, lotId: string, start: HistoryPlace, limit: number) {
  const found: FoundBid[] = [];
  let { journalSeq, position, pendingUndos } = start;
  let leftToRead: number = limits.maxHistoryScan;
  // A run may hold many events, so the first look is short.
  let stretch = Math.ceil(limit / 4);
  while (found.length < limit && position > 0 && leftToRead > 0) {
    const rows = await db
      .selectFrom('events')
      .select(['seq', 'epoch', 'data'])
      .where('actor', '=', auctionActor(lotId))
      .where('seq', '<=', journalSeq)
      .orderBy('seq', 'desc')
      .limit(Math.min(leftToRead, stretch))
      .execute();
    if (rows.length === 0) break;
    stretch *= 2;
    for (const { seq, event } of backwards(rows)) {
      if (seq > journalSeq) continue;
      if (found.length === limit || leftToRead === 0) break;
      leftToRead -= 1;
      journalSeq = seq - 1;
      const { type } = event;
      if (privateTypes.has(type)) continue;
      if (type === 'bidUndone') pendingUndos += 1;
      if (type === 'bid') {
        // An undo takes back the last bid that stood, so read backwards they match like brackets.
        const undone = pendingUndos > 0;
        if (undone) pendingUndos -= 1;
        found.push(publicBid(event as BidPlaced, position, undone));
      }
      position -= 1;
    }
  }
  return { found, place: { journalSeq, position, pendingUndos } };
}

/** The events of some runs, the newest first; a run is only opened when its turn comes. */
function* backwards(runs: readonly Run[]): Generator<StoredEvent> {
  for (const run of runs) yield* eventsOf(run).reverse();
}

function publicBid(bid: BidPlaced, seq: number, undone: boolean): FoundBid {
  const { at, by, pricePoints, cutMs } = bid;
  // What a maximum offers is secret; it shows only in the price that it led to.
  const amountPoints = bid.isMax ? pricePoints : bid.amountPoints;
  return { seq, at, by, amountPoints, pricePoints, cutMs, undone };
}
