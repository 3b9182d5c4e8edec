import type { Kysely } from 'kysely';
import { ulid } from 'ulid';
import type { z } from 'zod';
import type { lotCreateSchema, Person } from '../../schema/http.ts';
import type { Tables } from '../../schema/tables.ts';
import { ProblemError } from '../http/problem.ts';
import type { Auctions } from './auctions.ts';

/** Lists a lot as a draft of this person and gives its id. */
export async function createLot(
  { db, auctions, now }: { db: Kysely<Tables>; auctions: Auctions; now: () => number },
  seller: Person,
  { title, description, rules }: z.output<typeof lotCreateSchema>,
): Promise<string> {
  const createdAt = now();
  const id = ulid(createdAt);
  const words = { id, seller_id: seller.id, title, description, created_at: createdAt, edited_at: createdAt };
  await db.insertInto('lots').values(words).execute();
  try {
    await auctions.command(id, { type: 'list', by: seller.id, spec: { ...rules, sellerId: seller.id } });
  } catch (error) {
    // With an unknown outcome the words must stay: they may belong to an auction. Without one nobody sees them.
    const isUnknown = !(error instanceof ProblemError) || error.problem.code === 'retry';
    if (!isUnknown) await db.deleteFrom('lots').where('id', '=', id).execute();
    throw error;
  }
  return id;
}
