import type { Kysely } from 'kysely';
import type { AuctionEvent } from '../../schema/auction/events.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import { messagesOf } from '../chat/people/own-messages.ts';
import { scanJournal } from '../database/scan-journal.ts';

/** A bid of one's own, with the own maximum if it was one. */
interface OwnBid {
  readonly lot: string;
  readonly at: number;
  readonly amountPoints: number;
  readonly isMax: boolean;
}

/**
 * All that is kept of a person, as the text of one JSON object, in parts: the journal of all lots and rooms is read for
 * bids and messages, a stretch at a time, so that nobody's export takes much memory. Tokens and their hashes are nobody's data.
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
  const follows = await db
    .selectFrom('follows')
    .select(['seller_id', 'since'])
    .where('person_id', 'in', ids)
    .orderBy('since')
    .execute();
  const reports = await db
    .selectFrom('chat_reports')
    .select(['lot_id', 'seq', 'at', 'reason', 'closed_at'])
    .where('by_id', 'in', ids)
    .orderBy('at')
    .execute();
  yield `{"profile":${JSON.stringify(person)},"guests":${JSON.stringify(guests)}`;
  yield `,"identities":${JSON.stringify(identities)},"sessions":${JSON.stringify(sessions)}`;
  yield `,"follows":${JSON.stringify(follows)},"reports":${JSON.stringify(reports)},"lots":[`;
  yield* items(lotsOf(db, personId));
  yield '],"bids":[';
  yield* items(bidsOf(db, ids));
  yield '],"messages":[';
  yield* items(messagesOf(db, ids));
  yield ']}';
}

/** The items of a JSON array, without its brackets. */
async function* items(all: AsyncIterable<object>): AsyncGenerator<string> {
  let separator = '';
  for await (const one of all) {
    yield separator + JSON.stringify(one);
    separator = ',';
  }
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

async function* bidsOf(db: Kysely<Tables>, ids: readonly number[]): AsyncGenerator<OwnBid> {
  const own = new Set(ids);
  for await (const { id, events } of scanJournal(db, 'auction', `"by":(${ids.join('|')}),`)) {
    for (const event of events as readonly AuctionEvent[]) {
      if ((event.type !== 'bid' && event.type !== 'maxRaised') || !own.has(event.by)) continue;
      const isMax = event.type === 'maxRaised' || event.isMax;
      yield { lot: id, at: event.at, amountPoints: event.amountPoints, isMax };
    }
  }
}
