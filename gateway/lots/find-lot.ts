import { type Kysely, sql } from 'kysely';
import type { Phase } from '../../schema/auction/spec.ts';
import type { Person } from '../../schema/http.ts';
import { lotIdSchema } from '../../schema/ids.ts';
import type { Tables } from '../../schema/tables.ts';
import { ProblemError } from '../http/problem.ts';

/** The words of a lot, whose it is, and its phase as last committed. */
export interface LotRecord {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly createdAt: number;
  readonly seller: Pick<Person, 'id' | 'name'>;
  readonly phase: Phase;
}

/** The lot as this person may see it: a draft is nobody's business but its seller's. Throws `unknown_lot`. */
export async function visibleLot(db: Kysely<Tables>, id: string, viewer: Person | null): Promise<LotRecord> {
  const row = await db
    .selectFrom('lots')
    .innerJoin('persons', 'persons.id', 'lots.seller_id')
    // A lot whose auction was never listed does not exist for anybody.
    .innerJoin('actors', (join) => join.on('actors.actor', '=', sql<string>`'auction/' || lots.id`))
    .where('lots.id', '=', id)
    .select(['lots.id', 'title', 'description', 'lots.created_at', 'seller_id', 'persons.name', 'status'])
    .executeTakeFirst();
  if (!row || (row.status === 'draft' && row.seller_id !== viewer?.id)) {
    throw new ProblemError(404, 'unknown_lot', 'There is no such lot');
  }
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    createdAt: row.created_at,
    seller: { id: row.seller_id, name: row.name },
    phase: row.status as Phase,
  };
}

/** Who sells the lot with this id, or null if there is no such lot, be it because that is no id at all. */
export async function sellerOf(db: Kysely<Tables>, lotId: string): Promise<number | null> {
  if (!lotIdSchema.safeParse(lotId).success) return null;
  const row = await db.selectFrom('lots').select('seller_id').where('id', '=', lotId).executeTakeFirst();
  return row?.seller_id ?? null;
}
