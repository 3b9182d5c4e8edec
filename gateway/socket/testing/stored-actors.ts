import type { Kysely, Selectable } from 'kysely';
import { eventsOf } from '../../../actors/journal/run.ts';
import type { AuctionEvent } from '../../../schema/auction/events.ts';
import type { ChatEvent } from '../../../schema/chat/events.ts';
import { auctionActor, chatActor } from '../../../schema/ids.ts';
import type { Tables } from '../../../schema/tables.ts';

export type StoredOutage = Pick<Selectable<Tables['outages']>, 'outage_id' | 'from_at' | 'to_at'>;

/** One actor of a lot as the journal has it, and nothing but the journal. */
interface Stored<Event> {
  readonly lot: string;
  /** The sequence number of each event. */
  readonly seqs: readonly number[];
  readonly events: readonly Event[];
}
export type StoredAuction = Stored<AuctionEvent>;
export type StoredRoom = Stored<ChatEvent>;

const readStored =
  <Event>(actorOf: (lot: string) => string) =>
  (db: Kysely<Tables>, lots: readonly string[]): Promise<Stored<Event>[]> =>
    Promise.all(
      lots.map(async (lot) => {
        const rows = await db
          .selectFrom('events')
          .select(['seq', 'epoch', 'data'])
          .where('actor', '=', actorOf(lot))
          .orderBy('seq')
          .execute();
        const stored = rows.flatMap(eventsOf);
        return {
          lot,
          seqs: stored.map(({ seq }) => seq),
          events: stored.map(({ event }) => event as Event),
        };
      }),
    );

/** Read whole auctions and whole rooms from the journal's rows. */
export const readStoredAuctions = readStored<AuctionEvent>(auctionActor);
export const readStoredRooms = readStored<ChatEvent>(chatActor);
