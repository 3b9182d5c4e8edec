import type { Kysely } from 'kysely';
import type { Tables } from '../../schema/tables.ts';
import { mergeFollows } from '../chat/people/follows.ts';
import type { LotErrands } from '../lots/lot-errands.ts';

export interface MergeParts {
  readonly db: Kysely<Tables>;
  readonly errands: LotErrands;
  readonly now: () => number;
}

/**
 * Makes a guest one with an account: lots, bids and follows of the guest are the account's from now on, and the
 * guest's sessions end. Nothing happens for a guest who is banned, gone, or was merged; what was begun is finished after a crash.
 */
export async function mergeGuest(
  { db, errands, now }: MergeParts,
  guestId: number,
  accountId: number,
): Promise<void> {
  const isBegun = await db.transaction().execute(async (trx) => {
    const account = await trx
      .selectFrom('persons')
      .select('id')
      .where('id', '=', accountId)
      .where('kind', '=', 'user')
      .where('deleted_at', 'is', null)
      // Not deleted before this is done.
      .forShare()
      .executeTakeFirst();
    if (account === undefined) return false;
    const guest = await trx
      .updateTable('persons')
      .set({ merged_into: accountId })
      .where('id', '=', guestId)
      .where('kind', '=', 'guest')
      .where('merged_into', 'is', null)
      .where('deleted_at', 'is', null)
      .where((eb) =>
        eb.or([
          eb('banned_at', 'is', null),
          eb.and([eb('banned_until', 'is not', null), eb('banned_until', '<=', now())]),
        ]),
      )
      .returning('id')
      .executeTakeFirst();
    if (guest === undefined) return false;
    await trx
      .insertInto('lot_errands')
      .values({ kind: 'merge', person_id: guestId, account_id: accountId })
      .execute();
    await mergeFollows(trx, guestId, accountId);
    return true;
  });
  if (!isBegun) return;
  await errands.run();
}
