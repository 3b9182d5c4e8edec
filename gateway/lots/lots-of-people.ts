import { type Kysely, sql } from 'kysely';
import { auctionActor } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';

const prefix = auctionActor('');
const lotIdOf = (actor: string): string => actor.slice(prefix.length);

/** All lots that are live, a few at a time: in each anybody may have bid. */
export async function* liveLots(db: Kysely<Tables>): AsyncGenerator<string[]> {
  for (let after = prefix; ; ) {
    const rows = await db
      .selectFrom('actors')
      .select('actor')
      .where('status', '=', 'live')
      .where('actor', '>', after)
      .where('actor', 'like', `${prefix}%`)
      .orderBy('actor')
      .limit(limits.errandLots)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ actor }) => lotIdOf(actor));
    after = last.actor;
  }
}

/** Lots of these sellers that are still to come, and lots that one of these people has won. */
export async function ownLots(
  db: Kysely<Tables>,
  sellers: readonly number[],
  winners: readonly number[],
): Promise<string[]> {
  const ahead = await db
    .selectFrom('lots')
    .innerJoin('actors', (join) => join.on('actor', '=', sql<string>`${prefix} || lots.id`))
    .where('seller_id', 'in', [...sellers])
    .where('status', 'in', ['draft', 'scheduled'])
    .select('lots.id')
    .execute();
  const won = await db
    .selectFrom('actors')
    .where('status', '=', 'sold')
    .where('actor', 'like', `${prefix}%`)
    .where(sql<number>`(summary -> 'winner' ->> 'id')::bigint`, 'in', [...winners])
    .select('actor')
    .execute();
  return [...ahead.map(({ id }) => id), ...won.map(({ actor }) => lotIdOf(actor))];
}
