import type { JSONWebKeySet } from 'jose';
import type { Kysely } from 'kysely';
import type { Me, Person } from '../../schema/http.ts';
import type { Tables } from '../../schema/tables.ts';
import { postgresRefreshStore } from './sessions/postgres-refresh-store.ts';
import type { RefreshStore } from './sessions/refresh-store.ts';
import { Sessions } from './sessions/sessions.ts';
import { signingKey } from './signing-key.ts';
import { Denials } from './tokens/denials.ts';
import { loadDenied } from './tokens/load-denied.ts';
import { TokenKeys } from './tokens/token-keys.ts';
import { Verifier } from './tokens/verifier.ts';

export interface PeopleOptions {
  readonly db: Kysely<Tables>;
  readonly now: () => number;
  readonly accessTokenMs: number;
  /** Where refresh tokens are remembered; by default in the database. */
  readonly refreshStore?: RefreshStore;
}

/** Who is who: takes people in, keeps them signed in, and knows them by their tokens. */
export interface People {
  readonly sessions: Sessions;
  readonly verifier: Verifier;
  readonly denials: Denials;
  /** What anybody may check access tokens with. */
  readonly publicKeys: () => JSONWebKeySet;
  /** Takes a guest in under a name that has been validated. */
  addGuest(name: string): Promise<Person>;
  /** The language that a person has chosen, or null. */
  languageOf(personId: number): Promise<Me['language']>;
  /** What has to be done again and again: looks for new keys, and forgets what ended long ago. */
  tidy(): Promise<void>;
}

/** Opens the book of people; the keys of their tokens are in the database. */
export async function createPeople(options: PeopleOptions): Promise<People> {
  const { db, now, accessTokenMs } = options;
  const keys = await TokenKeys.open(db, now);
  const denials = new Denials(now);
  denials.add(await loadDenied(db, accessTokenMs, now()));
  const verifier = new Verifier(keys.publicKeys, denials, now);
  const sessions = new Sessions({
    db,
    refreshStore: options.refreshStore ?? postgresRefreshStore(db),
    refreshKey: await signingKey(db, 'refresh', now()),
    signer: () => keys.signer,
    denials,
    accessTokenMs,
    now,
  });

  return {
    sessions,
    verifier,
    denials,
    publicKeys: () => keys.publicKeys,
    async addGuest(name) {
      const { id } = await db
        .insertInto('persons')
        .values({ name, kind: 'guest', created_at: now() })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { id, name, kind: 'guest', role: 'user' };
    },
    async languageOf(personId) {
      const row = await db
        .selectFrom('persons')
        .select('language')
        .where('id', '=', personId)
        .executeTakeFirst();
      return row?.language ?? null;
    },
    async tidy() {
      await keys.renew();
      verifier.setKeys(keys.publicKeys);
      await sessions.forgetOld();
    },
  };
}
