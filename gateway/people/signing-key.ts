import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from '../../schema/tables.ts';

const secretBytes = 32;

/**
 * The secret kept in the database under this name, made by whoever asks first: however many servers start at
 * once, all get the same one.
 */
export async function signingKey(db: Kysely<Tables>, kid: string, now: number): Promise<Uint8Array> {
  await db
    .insertInto('signing_keys')
    .values({ kid, secret: randomBytes(secretBytes), created_at: now })
    .onConflict((conflict) => conflict.column('kid').doNothing())
    .execute();
  const { secret } = await db
    .selectFrom('signing_keys')
    .select('secret')
    .where('kid', '=', kid)
    .executeTakeFirstOrThrow();
  return new Uint8Array(secret);
}
