import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { AuctionSummary } from '../../schema/auction/public.ts';
import { type Phase, phases } from '../../schema/auction/spec.ts';
import type { LotCard, LotPage, lotListQuerySchema, Person } from '../../schema/http.ts';
import { auctionActor } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import { tryAgain } from '../http/problem.ts';

type Query = z.output<typeof lotListQuerySchema>;
type Db = Kysely<Tables>;

/** The first actor's name that is no auction's any more: `0` follows `/`. */
const afterAuctions = 'auction0';
const statementTimedOut = '57014';

/** A page of the lots that this person may see, the newest first. */
export async function listLots(
  { db, now }: { db: Db; now: () => number },
  query: Query,
  viewer: Person | null,
): Promise<LotPage> {
  const rows = query.q === undefined ? await select(db, query, viewer) : await search(db, query, viewer);
  const shown = rows.slice(0, query.limit);
  const next = rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null;
  return { lots: shown.map(cardOf), next, serverNow: now() };
}

/** No index finds parts of words, so a search for something rare reads on and on: it gets only so much time. */
async function search(db: Db, query: Query, viewer: Person | null) {
  try {
    return await db.transaction().execute(async (transaction) => {
      await sql`set local statement_timeout = ${sql.lit(limits.searchTimeoutMs)}`.execute(transaction);
      return select(transaction, query, viewer);
    });
  } catch (error) {
    if ((error as { code?: string }).code !== statementTimedOut) throw error;
    throw tryAgain(503, 'unavailable', 'This search takes too long; search within a phase', 1_000);
  }
}

/**
 * One ordered query per phase, put together, because an index on the phase gives its lots in order while one
 * over several phases gives them in none. Each stops after a page. Drafts, and lots of one seller, are few
 * and are found by the seller.
 */
async function select(db: Db, query: Query, viewer: Person | null) {
  const { seller } = query;
  const wanted = query.phase ?? phases;
  const open = wanted.filter((phase) => phase !== 'draft');
  const mayShowDrafts = viewer !== null && (seller ?? viewer.id) === viewer.id && wanted.includes('draft');

  const parts = [];
  if (seller === undefined) parts.push(...open.map((phase) => ofPhase(db, query, phase)));
  else if (open.length > 0) parts.push(ofSeller(db, query, seller, open));
  if (mayShowDrafts) parts.push(ofSeller(db, query, viewer.id, ['draft']));

  const [first, ...others] = parts.map((part) => db.selectFrom(part.as('part')).selectAll());
  if (!first) return [];
  return others
    .reduce((together, other) => together.unionAll(other), first)
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
}

function ofPhase(db: Db, query: Query, phase: Phase) {
  return matching(db, query)
    .where('actors.status', '=', phase)
    .where('actors.actor', '>=', auctionActor(''))
    .where('actors.actor', '<', query.cursor === undefined ? afterAuctions : auctionActor(query.cursor))
    .orderBy('actors.actor', 'desc');
}

function ofSeller(db: Db, query: Query, seller: number, wanted: readonly Phase[]) {
  return matching(db, query)
    .where('lots.seller_id', '=', seller)
    .where('actors.status', 'in', wanted)
    .$if(query.cursor !== undefined, (found) => found.where('lots.id', '<', query.cursor ?? ''))
    .orderBy('lots.id', 'desc');
}

function matching(db: Db, { q, limit }: Query) {
  const words = q?.split(/\s+/).filter(Boolean) ?? [];
  return db
    .selectFrom('lots')
    .innerJoin('persons', 'persons.id', 'lots.seller_id')
    .innerJoin('actors', (join) =>
      join
        .on('actors.actor', '=', sql<string>`'auction/' || lots.id`)
        // The same once more, the other way round, so that either side can be looked up from the other.
        .on('lots.id', '=', sql<string>`substr(actors.actor, ${sql.lit(auctionActor('').length + 1)})`),
    )
    .where((eb) => eb.and(words.map((word) => eb('lots.title', 'ilike', `%${escapeLike(word)}%`))))
    .select(['lots.id', 'title', 'lots.created_at', 'seller_id', 'persons.name', 'summary'])
    .limit(limit + 1);
}

const escapeLike = (word: string): string => word.replace(/[\\%_]/g, '\\$&');

type Row = Awaited<ReturnType<typeof select>>[number];

function cardOf(row: Row): LotCard {
  return {
    id: row.id,
    title: row.title,
    seller: { id: row.seller_id, name: row.name },
    createdAt: row.created_at,
    auction: row.summary as AuctionSummary,
  };
}
