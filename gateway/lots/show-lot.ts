import type { Kysely } from 'kysely';
import type { Lot, LotResult, Person } from '../../schema/http.ts';
import type { Tables } from '../../schema/tables.ts';
import type { Auctions } from './auctions.ts';
import { visibleLot } from './find-lot.ts';

interface Parts {
  readonly db: Kysely<Tables>;
  readonly auctions: Auctions;
}

/** A whole lot as this person may see it; the rules with their reserve are shown to the seller only. */
export async function showLot({ db, auctions }: Parts, id: string, viewer: Person | null): Promise<Lot> {
  const { title, description, createdAt, seller } = await visibleLot(db, id, viewer);
  const [{ state }, spec] = await Promise.all([
    auctions.snapshot(id),
    viewer?.id === seller.id ? auctions.spec(id) : null,
  ]);
  const lot = { id, title, description, createdAt, seller, auction: state };
  if (spec === null) return lot;
  const { sellerId: _, ...rules } = spec;
  return { ...lot, rules };
}

/** How the auction of a lot came out, or stands. */
export async function showResult(
  { db, auctions }: Parts,
  id: string,
  viewer: Person | null,
): Promise<LotResult> {
  await visibleLot(db, id, viewer);
  const { state } = await auctions.snapshot(id);
  const { phase, hammerPricePoints, winner, endedAt, endCause, bidCount, bidderCount } = state;
  const name = winner === null ? null : await nameOf(db, winner.id);
  return {
    id,
    phase,
    hammerPricePoints,
    winner: winner === null || name === null ? null : { ...winner, name },
    endedAt,
    endCause,
    bidCount,
    bidderCount,
  };
}

async function nameOf(db: Kysely<Tables>, personId: number): Promise<string> {
  const { name } = await db
    .selectFrom('persons')
    .select('name')
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  return name;
}
