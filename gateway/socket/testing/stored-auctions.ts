import type { Kysely, Selectable } from 'kysely';
import { eventsOf } from '../../../actors/journal/run.ts';
import type { AuctionEvent } from '../../../schema/auction/events.ts';
import { auctionActor } from '../../../schema/ids.ts';
import type { Tables } from '../../../schema/tables.ts';

export type StoredOutage = Pick<Selectable<Tables['outages']>, 'outage_id' | 'from_at' | 'to_at'>;

/** One auction as the journal has it, and nothing but the journal. */
export interface StoredAuction {
  readonly lot: string;
  /** The sequence number of each event. */
  readonly seqs: readonly number[];
  readonly events: readonly AuctionEvent[];
}

/** Reads whole auctions from the journal's rows. */
export function readStoredAuctions(db: Kysely<Tables>, lots: readonly string[]): Promise<StoredAuction[]> {
  return Promise.all(
    lots.map(async (lot) => {
      const rows = await db
        .selectFrom('events')
        .select(['seq', 'epoch', 'data'])
        .where('actor', '=', auctionActor(lot))
        .orderBy('seq')
        .execute();
      const stored = rows.flatMap(eventsOf);
      return {
        lot,
        seqs: stored.map(({ seq }) => seq),
        events: stored.map(({ event }) => event as AuctionEvent),
      };
    }),
  );
}
