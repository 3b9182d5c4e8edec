import type { Kysely } from 'kysely';
import type { StoredEvent } from '../../actors/journal/journal.ts';
import { eventsOf, type Run } from '../../actors/journal/run.ts';
import type { BidPlaced, BidsVoided, PeopleMerged } from '../../schema/auction/events.ts';
import type { Bidder } from '../../schema/auction/public.ts';
import type { BidHistory, BidHistoryItem } from '../../schema/http.ts';
import { auctionActor } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import type { Auctions } from './auctions.ts';
import { type HistoryPlace, openPlace, sealPlace } from './history-cursor.ts';
import { UndoneAhead } from './undone-ahead.ts';

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
  const bidderOf = await biddersOf(auctions, lotId, [...new Set(found.map(({ by }) => by))]);
  return {
    bids: found.map((bid) => ({ ...bid, by: bidderOf(bid.by) })),
    next: place.position > 0 ? sealPlace(key, lotId, place) : null,
  };
}

/** Gives these people as bidders. They all have bid, so each is one. */
async function biddersOf(auctions: Auctions, lotId: string, people: readonly number[]) {
  const bidders = people.length > 0 ? await auctions.bidders(lotId, people) : [];
  const bidderOf = new Map(people.map((id, n) => [id, bidders[n]]));
  return (id: number): Bidder => {
    const bidder = bidderOf.get(id);
    if (!bidder) throw new Error(`Person ${id} has bid on ${lotId} and has no paddle`);
    return bidder;
  };
}

/** The end of a lot's journal, from the lot itself: lists may be a few bids behind. */
async function end(auctions: Auctions, lotId: string): Promise<HistoryPlace> {
  const { seq, position } = await auctions.place(lotId);
  return { journalSeq: seq, position, undone: [] };
}

async function readBack(db: Kysely<Tables>, lotId: string, start: HistoryPlace, limit: number) {
  const found: FoundBid[] = [];
  let { journalSeq, position } = start;
  const undone = new UndoneAhead(start.undone);
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
      if (type === 'bidUndone') undone.expect(1);
      if (type === 'bidsVoided') {
        const { person, count } = event as BidsVoided;
        undone.expect(count, person);
      }
      if (type === 'peopleMerged') {
        const { from, to } = event as PeopleMerged;
        undone.expectAlsoOf(from, to);
      }
      if (type === 'bid') {
        const bid = event as BidPlaced;
        found.push(publicBid(bid, position, undone.take(bid.by)));
      }
      position -= 1;
    }
  }
  return { found, place: { journalSeq, position, undone: undone.left } };
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
