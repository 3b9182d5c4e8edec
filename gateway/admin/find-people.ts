import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import {
  type AdminPerson,
  type adminPeopleQuerySchema,
  type adminPeopleSchema,
  type adminPersonDetailSchema,
  personSchema,
} from '../../schema/http.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import { ProblemError, tryAgain } from '../http/problem.ts';

const columns = [
  'id',
  'name',
  'kind',
  'role',
  'created_at',
  'banned_at',
  'banned_until',
  'ban_reason',
  'deleted_at',
  'merged_into',
] as const;

type Row = Pick<Awaited<ReturnType<typeof rowOf>>, (typeof columns)[number]>;

function shown(row: Row, now: number): AdminPerson {
  const isBanned = row.banned_at !== null && (row.banned_until === null || row.banned_until > now);
  return {
    ...personSchema.parse(row),
    createdAt: row.created_at,
    banned: isBanned
      ? { at: row.banned_at as number, until: row.banned_until, reason: row.ban_reason ?? '' }
      : null,
    deletedAt: row.deleted_at,
    mergedInto: row.merged_into,
  };
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
const largestId = Number.MAX_SAFE_INTEGER;
const statementTimedOut = '57014';

/** A page of people whose name has this in it, or whose id it is; the newest first. */
export async function findPeople(
  db: Kysely<Tables>,
  { search = '', cursor, limit }: z.output<typeof adminPeopleQuerySchema>,
  now: number,
): Promise<z.output<typeof adminPeopleSchema>> {
  const id = /^\d{1,16}$/.test(search) && Number(search) <= largestId ? Number(search) : null;
  try {
    const rows = await db.transaction().execute(async (trx) => {
      // No index finds parts of names, so a search for something rare reads on and on: it gets only so much time.
      await sql`set local statement_timeout = ${sql.lit(limits.searchTimeoutMs)}`.execute(trx);
      return trx
        .selectFrom('persons')
        .select(columns)
        .$if(search !== '', (found) =>
          found.where((eb) =>
            eb.or([
              eb('name', 'ilike', `%${escapeLike(search)}%`),
              ...(id === null ? [] : [eb('id', '=', id)]),
            ]),
          ),
        )
        .$if(cursor !== undefined, (found) => found.where('id', '<', cursor as number))
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
    });
    const page = rows.slice(0, limit);
    const next = rows.length > limit ? (page.at(-1)?.id ?? null) : null;
    return { people: page.map((row) => shown(row, now)), next };
  } catch (error) {
    if ((error as { code?: string }).code !== statementTimedOut) throw error;
    throw tryAgain(503, 'unavailable', 'This search takes too long; search for more of the name', 1_000);
  }
}

async function rowOf(db: Kysely<Tables>, id: number) {
  const row = await db
    .selectFrom('persons')
    .select([...columns, 'language'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError(404, 'not_found', 'There is no such person');
  return row;
}

/** One person with ways to sign in and browsers. Throws `not_found`. */
export async function showPerson(
  db: Kysely<Tables>,
  id: number,
  now: number,
): Promise<z.output<typeof adminPersonDetailSchema>> {
  const row = await rowOf(db, id);
  const identities = await db
    .selectFrom('identities')
    .select(['provider', 'subject', 'created_at', 'used_at'])
    .where('person_id', '=', id)
    .orderBy('created_at')
    .limit(limits.maxPageItems)
    .execute();
  const sessions = await db
    .selectFrom('sessions')
    .select(['provider', 'created_at', 'seen_at', 'agent', 'address'])
    .where('person_id', '=', id)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', now)
    .orderBy('seen_at', 'desc')
    .limit(limits.maxPageItems)
    .execute();
  return {
    ...shown(row, now),
    language: row.language,
    identities: identities.map(({ provider, subject, created_at, used_at }) => ({
      provider,
      subject,
      createdAt: created_at,
      usedAt: used_at,
    })),
    sessions: sessions.map(({ provider, created_at, seen_at, agent, address }) => ({
      provider,
      createdAt: created_at,
      seenAt: seen_at,
      agent,
      address,
    })),
  };
}
