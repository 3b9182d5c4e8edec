import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../schema/tables.ts';

/** Lots whose stream was up when this server last knew of them. */
export async function streamsBefore(db: Kysely<Tables>): Promise<string[]> {
  const rows = await db
    .selectFrom('actors')
    .select('actor')
    .where('status', 'in', ['draft', 'scheduled', 'live'])
    .where(sql<boolean>`(summary->>'streamUp')::boolean`)
    .execute();
  return rows.map(({ actor }) => actor.slice(actor.indexOf('/') + 1));
}
