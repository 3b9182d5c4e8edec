import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { lotEditSchema, Person } from '../../schema/http.ts';
import type { Tables } from '../../schema/tables.ts';
import type { Auctions } from './auctions.ts';

/** Changes the words or the rules of a lot that has not gone live. */
export async function editLot(
  { db, auctions, now }: { db: Kysely<Tables>; auctions: Auctions; now: () => number },
  seller: Person,
  id: string,
  { title, description, rules }: z.output<typeof lotEditSchema>,
): Promise<void> {
  const spec = rules ? { ...rules, sellerId: seller.id } : await auctions.spec(id);
  // Sent even if only words change: the auction alone knows whether it may still be edited.
  await auctions.command(id, { type: 'revise', by: seller.id, spec });
  await db
    .updateTable('lots')
    .set({
      edited_at: now(),
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
    })
    .where('id', '=', id)
    .execute();
}
