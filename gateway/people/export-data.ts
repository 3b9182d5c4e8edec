import { type Kysely, sql } from 'kysely';
import type { AuctionEvent } from '../../schema/auction/events.ts';
import { auctionActor } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';

const prefix = auctionActor('');
/** The first actor's name that is no auction's any more: `0` follows `/`. */
const afterAuctions = 'auction0';

/** A bid of one's own, with the own maximum if it was one. */
interface OwnBid {
  readonly lot: string;
  readonly at: number;
  readonly amountPoints: number;
  readonly isMax: boolean;
}

/**
 * All that is kept of a person, as the text of one JSON object, in parts: the journal of all lots is read for the bids,
 * a stretch at a time, so that nobody's export takes much memory. Tokens and their hashes are nobody's data.
 */
export async function* exportData(db: Kysely<Tables>, personId: number): AsyncGenerator<string> {
  const person = await db
    .selectFrom('persons')
    .select(['id', 'name', 'kind', 'role', 'created_at', 'language', 'avatar'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const guests = await db
    .selectFrom('persons')
    .select(['id', 'name', 'created_at'])
    .where('merged_into', '=', personId)
    .execute();
  const ids = [personId, ...guests.map(({ id }) => id)];
  const identities = await db
    .selectFrom('identities')
    .select(['provider', 'issuer', 'subject', 'created_at', 'used_at'])
    .where('person_id', '=', personId)
    .execute();
  const sessions = await db
    .selectFrom('sessions')
    .select(['provider', 'created_at', 'seen_at', 'ends_at', 'ended_at', 'agent', 'address'])
    .where('person_id', 'in', ids)
    .orderBy('created_at')
    .execute();
  yield `{"profile":${JSON.stringify(person)},"guests":${JSON.stringify(guests)}`;
  yield `,"identities":${JSON.stringify(identities)},"sessions":${JSON.stringify(sessions)},"lots":[`;
  let separator = '';
  for await (const lot of lotsOf(db, personId)) {
    yield separator + JSON.stringify(lot);
    separator = ',';
  }
  yield '],"bids":[';
  separator = '';
  for await (const bid of bidsOf(db, ids)) {
    yield separator + JSON.stringify(bid);
    separator = ',';
  }
  yield ']}';
}

async function* lotsOf(db: Kysely<Tables>, personId: number) {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('lots')
      .select(['id', 'title', 'description', 'created_at', 'edited_at'])
      .where('seller_id', '=', personId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limits.maxPageItems)
      .execute();
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

interface JournalRow {
  readonly actor: string;
  readonly seq: number;
  /** Null for the row at which the stretch ends, if nothing of the person is in it. */
  readonly data: string | null;
}

async function* bidsOf(db: Kysely<Tables>, ids: readonly number[]): AsyncGenerator<OwnBid> {
  const pattern = `"by":(${ids.join('|')}),`;
  const own = new Set(ids);
  for (let at: { actor: string; seq: number } | undefined = { actor: prefix, seq: 0 }; at; ) {
    const { rows }: { rows: JournalRow[] } = await sql<JournalRow>`
      with stretch as materialized (
        select actor, seq, data from events
        where (actor, seq) > (${at.actor}, ${at.seq}::bigint) and actor < ${afterAuctions}
        order by actor, seq limit ${limits.exportChunkRows}
      ), last as (select actor, seq from stretch order by actor desc, seq desc limit 1)
      select actor, seq, case when data ~ ${pattern} then data end as data from stretch
      where data ~ ${pattern} or (actor, seq) = (select actor, seq from last)
      order by actor, seq`.execute(db);
    for (const { actor, data } of rows) {
      for (const event of JSON.parse(`[${data ?? ''}]`) as AuctionEvent[]) {
        if ((event.type !== 'bid' && event.type !== 'maxRaised') || !own.has(event.by)) continue;
        const isMax = event.type === 'maxRaised' || event.isMax;
        yield { lot: actor.slice(prefix.length), at: event.at, amountPoints: event.amountPoints, isMax };
      }
    }
    at = rows.at(-1);
  }
}
