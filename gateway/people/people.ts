import type { Kysely } from 'kysely';
import type { Person } from '../../schema/http.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import { BoundedMap } from '../http/bounded-map.ts';
import { tokenOf } from './cookie.ts';
import { signingKey } from './signing-key.ts';
import { signToken, type Vouched, verifyToken } from './token.ts';

/** Who is who: gives people their tokens and knows them by these. */
export interface People {
  /** Takes a guest in under a name that has been validated. */
  addGuest(name: string): Promise<{ person: Person; token: string }>;
  /** The person that a `Cookie` header proves, or null. Cheap for a token that was seen lately. */
  verifyPerson(cookieHeader: string | undefined): Promise<Person | null>;
}

/** Opens the book of people; the key of their tokens is in the database. */
export async function createPeople(parts: { db: Kysely<Tables>; now: () => number }): Promise<People> {
  const { db, now } = parts;
  const key = await signingKey(db, 'person', now());
  const remembered = new BoundedMap<string, Vouched>(limits.maxRememberedTokens);

  async function vouchedBy(token: string): Promise<Vouched | null> {
    const known = remembered.get(token);
    if (known) return known;
    const vouched = await verifyToken(token, key, now());
    if (vouched) remembered.set(token, vouched);
    return vouched;
  }

  return {
    async addGuest(name) {
      const { id } = await db
        .insertInto('persons')
        .values({ name, kind: 'guest', created_at: now() })
        .returning('id')
        .executeTakeFirstOrThrow();
      const person = { id, name };
      return { person, token: await signToken(person, key, now()) };
    },

    async verifyPerson(cookieHeader) {
      const token = tokenOf(cookieHeader);
      if (token === null) return null;
      const vouched = await vouchedBy(token);
      if (vouched === null) return null;
      if (vouched.expiresAt > now()) return vouched.person;
      remembered.delete(token);
      return null;
    },
  };
}
