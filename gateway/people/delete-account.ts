import { type Kysely, sql } from 'kysely';
import type { Person } from '../../schema/http.ts';
import { auctionActor } from '../../schema/ids.ts';
import type { Tables } from '../../schema/tables.ts';
import { recordAction } from '../admin/audit.ts';
import { ProblemError } from '../http/problem.ts';
import type { Auctions } from '../lots/auctions.ts';
import { liveLots } from '../lots/lots-of-people.ts';
import type { Sessions } from './sessions/sessions.ts';

export interface DeletionParts {
  readonly db: Kysely<Tables>;
  readonly auctions: Auctions;
  readonly sessions: Sessions;
  /** Lets the rooms hear of what stands in `lot_errands`; it is there until they all have. */
  readonly runErrands: () => Promise<void>;
  readonly now: () => number;
}

/** What whoever deleted the own account is called from then on. */
const deletedName = 'deleted account';

/**
 * Deletes what says who somebody is: name, picture, ways to sign in, browsers, and what was said in chat rooms. Bids and
 * lots stay, by a deleted account.
 * Throws `invalid` unless the own name is given, and `conflict` while others count on the person: as leader or seller.
 */
export async function deleteAccount(
  parts: DeletionParts,
  person: Person,
  confirm: string,
  requestId: string,
): Promise<void> {
  const { db, sessions, runErrands, now } = parts;
  const row = await db.selectFrom('persons').select('name').where('id', '=', person.id).executeTakeFirst();
  if (row?.name !== confirm) {
    throw new ProblemError(400, 'invalid', 'confirm: not your name');
  }
  await refuseWhileNeeded(parts, person.id);
  await sessions.endAll(person.id);
  await db.transaction().execute(async (trx) => {
    const all = await trx
      .updateTable('persons')
      .set({
        name: deletedName,
        name_key: null,
        language: null,
        avatar: null,
        role: 'user',
        deleted_at: now(),
      })
      // With the guests that turned out to be this person.
      .where((eb) => eb.or([eb('id', '=', person.id), eb('merged_into', '=', person.id)]))
      .returning('id')
      .execute();
    const ids = all.map(({ id }) => id);
    await trx.deleteFrom('identities').where('person_id', 'in', ids).execute();
    // The sessions themselves stay for a while: their access tokens must not be good again.
    await trx.updateTable('sessions').set({ agent: '', address: '' }).where('person_id', 'in', ids).execute();
    await trx
      .deleteFrom('follows')
      .where((eb) => eb.or([eb('person_id', 'in', ids), eb('seller_id', 'in', ids)]))
      .execute();
    // Those of others about this person, too: they hold what was said.
    await trx
      .deleteFrom('chat_reports')
      .where((eb) => eb.or([eb('by_id', 'in', ids), eb('speaker_id', 'in', ids)]))
      .execute();
    await trx
      .insertInto('lot_errands')
      .values(ids.map((id) => ({ kind: 'forget' as const, person_id: id })))
      .onConflict((conflict) => conflict.columns(['kind', 'person_id']).doNothing())
      .execute();
    const entry = { by: person.id, requestId, action: 'account_deleted', person: person.id } as const;
    await recordAction(trx, entry, now());
  });
  // All rooms are looked through, which takes a while, and nobody has to wait for it.
  void runErrands();
}

async function refuseWhileNeeded({ db, auctions }: DeletionParts, id: number): Promise<void> {
  const selling = await db
    .selectFrom('lots')
    .innerJoin('actors', (join) => join.on('actor', '=', sql<string>`${auctionActor('')} || lots.id`))
    .where('seller_id', '=', id)
    .where('status', 'in', ['live', 'scheduled'])
    .select('lots.id')
    .limit(1)
    .executeTakeFirst();
  if (selling !== undefined) {
    throw new ProblemError(
      409,
      'conflict',
      'A lot of yours is live or scheduled; withdraw it, or wait for its end',
    );
  }
  for await (const lots of liveLots(db)) {
    const standings = await Promise.all(lots.map((lot) => auctions.standing(lot, id)));
    if (standings.some(({ leading }) => leading)) {
      throw new ProblemError(409, 'conflict', 'You lead in a lot that is live; wait for its end');
    }
  }
}
