import type { Kysely } from 'kysely';
import type { Person } from '../../schema/http.ts';
import type { Tables } from '../../schema/tables.ts';
import { signingKey } from './signing-key.ts';
import { signToken } from './token.ts';
import { type PersonVerifier, personVerifier } from './verifier.ts';

/** Who is who: gives people their tokens and knows them by these. */
export interface People {
  /** Takes a guest in under a name that has been validated. */
  addGuest(name: string): Promise<{ person: Person; token: string }>;
  readonly verifyPerson: PersonVerifier;
  /** What tokens are signed with: a secret. */
  readonly tokenKey: Uint8Array;
}

/** Opens the book of people; the key of their tokens is in the database. */
export async function createPeople(parts: { db: Kysely<Tables>; now: () => number }): Promise<People> {
  const { db, now } = parts;
  const tokenKey = await signingKey(db, 'person', now());

  return {
    tokenKey,
    verifyPerson: personVerifier(tokenKey, now),
    async addGuest(name) {
      const { id } = await db
        .insertInto('persons')
        .values({ name, kind: 'guest', created_at: now() })
        .returning('id')
        .executeTakeFirstOrThrow();
      const person = { id, name };
      return { person, token: await signToken(person, tokenKey, now()) };
    },
  };
}
