import type { Kysely } from 'kysely';
import type { IdentityList } from '../../../schema/http.ts';
import { type ProviderId, providerIds } from '../../../schema/providers.ts';
import type { Tables } from '../../../schema/tables.ts';

/** Providers' accounts that somebody signs in with, the first one first. */
export async function identitiesOf(
  db: Kysely<Tables>,
  personId: number,
  nameOf: (provider: ProviderId) => string,
): Promise<IdentityList> {
  const rows = await db
    .selectFrom('identities')
    .select(['provider', 'created_at', 'used_at'])
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .execute();
  return {
    identities: rows.flatMap(({ provider, created_at, used_at }) => {
      const id = providerIds.find((known) => known === provider);
      return id ? [{ provider: id, name: nameOf(id), createdAt: created_at, usedAt: used_at }] : [];
    }),
  };
}

/** Takes one way to sign in from an account, but never the last. */
export function unlink(
  db: Kysely<Tables>,
  personId: number,
  provider: string,
): Promise<'unlinked' | 'not_found' | 'last_identity'> {
  return db.transaction().execute(async (trx) => {
    // One at a time: two who each take one of two must not leave none.
    await trx.selectFrom('persons').select('id').where('id', '=', personId).forUpdate().execute();
    const linked = await trx
      .selectFrom('identities')
      .select('provider')
      .where('person_id', '=', personId)
      .execute();
    if (!linked.some((identity) => identity.provider === provider)) return 'not_found';
    if (linked.every((identity) => identity.provider === provider)) return 'last_identity';
    await trx
      .deleteFrom('identities')
      .where('person_id', '=', personId)
      .where('provider', '=', provider)
      .execute();
    return 'unlinked';
  });
}
