import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
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
  const nameLength = sql.lit(auctionActor('').length);
  return (
    db
      .selectFrom('actors')
      // Joined by what the lots are indexed by, so that each auction finds its lot, and not all at once.
      .innerJoin('lots', (join) => join.on('lots.id', '=', sql<string>`substr(actor, ${nameLength} + 1)`))
      .innerJoin('persons', 'persons.id', 'lots.seller_id')
      .where('status', '=', phase)
      .where('actor', '>=', auctionActor(''))
      .where('actor', '<', query.cursor === undefined ? afterAuctions : auctionActor(query.cursor))
      .where(titleHas(query.q))
      .select(columns)
      .orderBy('actor', 'desc')
      .limit(query.limit + 1)
  );
}

function ofSeller(db: Db, query: Query, seller: number, wanted: readonly Phase[]) {
  return db
    .selectFrom('lots')
    .innerJoin('actors', (join) => join.on('actor', '=', sql<string>`${auctionActor('')} || lots.id`))
    .innerJoin('persons', 'persons.id', 'lots.seller_id')
    .where('seller_id', '=', seller)
    .where('status', 'in', wanted)
    .$if(query.cursor !== undefined, (found) => found.where('lots.id', '<', query.cursor ?? ''))
    .where(titleHas(query.q))
    .select(columns)
    .orderBy('lots.id', 'desc')
    .limit(query.limit + 1);
}

const columns = ['lots.id', 'title', 'lots.created_at', 'seller_id', 'persons.name', 'summary'] as const;

/** That a title has all these words, in any order. */
function titleHas(q: string | undefined) {
  const words = q?.split(/\s+/).filter(Boolean) ?? [];
  return (eb: ExpressionBuilder<Tables, 'lots'>) =>
    eb.and(words.map((word) => eb('lots.title', 'ilike', `%${escapeLike(word)}%`)));
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
