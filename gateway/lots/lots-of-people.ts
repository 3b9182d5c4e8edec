import { type Kysely, sql } from 'kysely';
import type { Phase } from '../../schema/auction/spec.ts';
import { auctionActor } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';

const prefix = auctionActor('');
const lotIdOf = (actor: string): string => actor.slice(prefix.length);

/** All lots that are live, a few at a time: in each anybody may have bid. */
export const liveLots = (db: Kysely<Tables>): AsyncGenerator<string[]> => lotsThatAre(db, 'live');

/** All lots in a phase, a few at a time. */
export async function* lotsThatAre(db: Kysely<Tables>, phase: Phase): AsyncGenerator<string[]> {
  for (let after = prefix; ; ) {
    const rows = await db
      .selectFrom('actors')
      .select('actor')
      .where('status', '=', phase)
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

/** Lots of these sellers that are still to come. */
export async function lotsAhead(db: Kysely<Tables>, sellers: readonly number[]): Promise<string[]> {
  const rows = await db
    .selectFrom('lots')
    .innerJoin('actors', (join) => join.on('actor', '=', sql<string>`${prefix} || lots.id`))
    .where('seller_id', 'in', [...sellers])
    .where('status', 'in', ['draft', 'scheduled'])
    .select('lots.id')
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Lots that one of these people has won. It reads all that were sold: an index on what each bid rewrites would cost every
 * bid more than this does now and then.
 */
export async function lotsWon(db: Kysely<Tables>, winners: readonly number[]): Promise<string[]> {
  const rows = await db
    .selectFrom('actors')
    .where('status', '=', 'sold')
    .where('actor', 'like', `${prefix}%`)
    .where(sql<boolean>`summary::text ~ ${`"winner":\\{"id":(${winners.join('|')}),`}`)
    .select('actor')
    .execute();
  return rows.map(({ actor }) => lotIdOf(actor));
}
