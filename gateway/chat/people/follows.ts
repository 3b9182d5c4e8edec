import type { Kysely, Transaction } from 'kysely';
import { limits } from '../../../schema/limits.ts';
import type { Tables } from '../../../schema/tables.ts';
import { ProblemError } from '../../http/problem.ts';
import { knownPerson } from '../moderation/known-person.ts';

export interface FollowParts {
  readonly db: Kysely<Tables>;
  readonly now: () => number;
}

/** Lets a person follow a seller, who is given back: a guest may be somebody with an account by now. */
export async function follow({ db, now }: FollowParts, person: number, seller: number): Promise<number> {
  const { id } = await knownPerson(db, seller);
  if (id === person) throw new ProblemError(409, 'conflict', 'Nobody follows the own self');
  const { count } = await db
    .selectFrom('follows')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('person_id', '=', person)
    .executeTakeFirstOrThrow();
  if (Number(count) >= limits.maxFollows && !(await follows(db, person, id))) {
    throw new ProblemError(409, 'limit_exceeded', `Nobody follows more than ${limits.maxFollows} people`);
  }
  await db
    .insertInto('follows')
    .values({ person_id: person, seller_id: id, since: now() })
    .onConflict((conflict) => conflict.columns(['person_id', 'seller_id']).doNothing())
    .execute();
  return id;
}

/** Lets a person follow a seller no longer, who is given back; nothing happens if that was so. */
export async function unfollow({ db }: FollowParts, person: number, seller: number): Promise<number> {
  const { id } = await knownPerson(db, seller);
  await db.deleteFrom('follows').where('person_id', '=', person).where('seller_id', '=', id).execute();
  return id;
}

export async function follows(db: Kysely<Tables>, person: number, seller: number): Promise<boolean> {
  const row = await db
    .selectFrom('follows')
    .select('since')
    .where('person_id', '=', person)
    .where('seller_id', '=', seller)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whom a guest follows, and who follows the guest, is the account's from now on. */
export async function mergeFollows(trx: Transaction<Tables>, guest: number, account: number): Promise<void> {
  for (const [side, other] of [
    ['person_id', 'seller_id'],
    ['seller_id', 'person_id'],
  ] as const) {
    const rows = await trx.deleteFrom('follows').where(side, '=', guest).returningAll().execute();
    const moved = rows.map((row) => ({ ...row, [side]: account })).filter((row) => row[other] !== account);
    if (moved.length === 0) continue;
    await trx
      .insertInto('follows')
      .values(moved)
      .onConflict((conflict) => conflict.columns(['person_id', 'seller_id']).doNothing())
      .execute();
  }
}
