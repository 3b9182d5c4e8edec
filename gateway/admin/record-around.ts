import type { Kysely, Transaction } from 'kysely';
import type { AnswerCode } from '../../schema/codes.ts';
import type { Tables } from '../../schema/tables.ts';
import { ProblemError } from '../http/problem.ts';
import { type Entry, rowOf } from './audit.ts';

/** After this answer of an actor nobody knows whether it did what it was told. */
const unknownOutcome: AnswerCode = 'retry';

/**
 * Carries out what an actor does, beyond any transaction of ours, and puts it on record. That it is to be done is written
 * down before, so that no crash leaves something done and not on record; what was refused is none of the record's, and of
 * what nobody knows whether it was done the record says so (`uncertain`): the actor's journal does.
 */
export async function recordAround<Result>(
  { db, now }: { readonly db: Kysely<Tables>; readonly now: () => number },
  entry: Entry,
  act: () => Promise<Result>,
): Promise<Result> {
  const { id } = await db
    .insertInto('audit_underway')
    .values(rowOf(entry, now()))
    .returning('id')
    .executeTakeFirstOrThrow();
  let result: Result;
  try {
    result = await act();
  } catch (error) {
    const isKnown = error instanceof ProblemError && error.problem.code !== unknownOutcome;
    if (isKnown) await db.deleteFrom('audit_underway').where('id', '=', id).execute();
    else await db.transaction().execute((trx) => moveToLog(trx, id, true));
    throw error;
  }
  await db.transaction().execute((trx) => moveToLog(trx, id, false));
  return result;
}

/** Puts on record what a server before this one had begun: to be called before this one begins anything. */
export async function recordUnfinished(db: Kysely<Tables>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const rows = await trx.selectFrom('audit_underway').select('id').orderBy('id').execute();
    for (const { id } of rows) await moveToLog(trx, id, true);
  });
}

/** Whoever takes the row away adds the entry: of two servers that would, one does. */
async function moveToLog(trx: Transaction<Tables>, rowId: number, isUncertain: boolean): Promise<void> {
  const row = await trx
    .deleteFrom('audit_underway')
    .where('id', '=', rowId)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return;
  const { id: _id, details, ...entry } = row;
  const told = isUncertain ? { ...(details as object), uncertain: true } : details;
  await trx
    .insertInto('audit_log')
    .values({ ...entry, details: JSON.stringify(told) })
    .execute();
}
