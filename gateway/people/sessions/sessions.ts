import type { Kysely } from 'kysely';
import { type Person, personSchema } from '../../../schema/http.ts';
import { limits } from '../../../schema/limits.ts';
import type { Tables } from '../../../schema/tables.ts';
import { signAccessToken, type TokenSigner } from '../tokens/access-token.ts';
import type { Denials } from '../tokens/denials.ts';
import type { RefreshStore } from './refresh-store.ts';
import {
  hashOf,
  newRefreshToken,
  type RefreshToken,
  readRefreshToken,
  successorOf,
} from './refresh-token.ts';

/** The tokens of a session, for its browser alone. */
export interface Issued {
  readonly person: Person;
  readonly sessionId: string;
  readonly accessToken: string;
  /** When they end (ms). */
  readonly accessEndsAt: number;
  readonly refreshToken: string;
  readonly refreshEndsAt: number;
  /** Good for staying on an open socket. */
  readonly socketToken: string;
}

/** How and from where somebody signs in. */
export interface SignInWay {
  /** A provider's id, or `guest`. */
  readonly provider: string;
  readonly agent: string;
  readonly address: string;
}

/** Why a session was not renewed. */
export type RenewRefusal = { readonly refused: 'not_signed_in' | 'banned' };

export interface SessionParts {
  readonly db: Kysely<Tables>;
  readonly refreshStore: RefreshStore;
  /** What successors of refresh tokens are made with: a secret. */
  readonly refreshKey: Uint8Array;
  readonly signer: () => TokenSigner;
  readonly denials: Denials;
  readonly accessTokenMs: number;
  readonly now: () => number;
}

/** Who is signed in in which browsers. */
export class Sessions {
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Signs a person in, in one more browser. */
  async begin(person: Person, { provider, agent, address }: SignInWay): Promise<Issued> {
    const { db, refreshStore, now } = this.#parts;
    const token = newRefreshToken();
    const at = now();
    const endsAt = at + limits.sessionMs;
    await db
      .insertInto('sessions')
      .values({
        id: token.sessionId,
        person_id: person.id,
        provider,
        created_at: at,
        seen_at: at,
        ends_at: endsAt,
        agent: agent.slice(0, limits.maxAgentChars),
        address,
      })
      .execute();
    await refreshStore.begin(token.sessionId, hashOf(token), endsAt);
    // Somebody who has just come in for the first time has no others.
    if (provider !== 'guest') await this.#endSurplus(person.id);
    return this.#issue(person, token, endsAt);
  }

  /** Renews a session by its refresh token. One that has been renewed already ends it: somebody else has the token. */
  async renew(refreshToken: string | null, address: string): Promise<Issued | RenewRefusal> {
    const { db, refreshStore, refreshKey, now } = this.#parts;
    const shown = refreshToken === null ? null : readRefreshToken(refreshToken);
    if (shown === null) return { refused: 'not_signed_in' };
    const at = now();
    const endsAt = at + limits.sessionMs;
    const successor = successorOf(shown, refreshKey);
    const rotation = await refreshStore.rotate(
      shown.sessionId,
      { hash: hashOf(shown), successorHash: hashOf(successor), successorEndsAt: endsAt },
      at,
    );
    if (rotation === 'old') {
      await this.end([shown.sessionId]);
      return { refused: 'not_signed_in' };
    }
    if (rotation === 'unknown') return { refused: await this.#whyEnded(shown.sessionId) };

    const row = await db
      .updateTable('sessions')
      .from('persons')
      .set({ seen_at: at, ends_at: endsAt, address })
      .whereRef('persons.id', '=', 'sessions.person_id')
      .where('sessions.id', '=', shown.sessionId)
      .where('sessions.ended_at', 'is', null)
      .where('persons.deleted_at', 'is', null)
      .where('persons.merged_into', 'is', null)
      .returning(['persons.id', 'persons.name', 'persons.kind', 'persons.role'])
      .executeTakeFirst();
    if (row === undefined) return { refused: await this.#whyEnded(shown.sessionId) };
    if (this.#parts.denials.isBanned(row.id)) return { refused: 'banned' };
    return this.#issue(personSchema.parse(row), successor, endsAt);
  }

  /** A ban ends sessions too: whoever comes back with one is told of the ban. */
  async #whyEnded(sessionId: string): Promise<RenewRefusal['refused']> {
    const session = await this.#parts.db
      .selectFrom('sessions')
      .select('person_id')
      .where('id', '=', sessionId)
      .executeTakeFirst();
    const isBanned = session !== undefined && this.#parts.denials.isBanned(session.person_id);
    return isBanned ? 'banned' : 'not_signed_in';
  }

  /** Sessions of a person that have not ended, the newest first. */
  of(personId: number) {
    return this.#parts.db
      .selectFrom('sessions')
      .selectAll()
      .where('person_id', '=', personId)
      .where('ended_at', 'is', null)
      .where('ends_at', '>', this.#parts.now())
      .orderBy('seen_at', 'desc')
      .execute();
  }

  /** Ends sessions: in the database, and at once on every gateway. Gives which had not ended. */
  async end(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const { db, refreshStore, denials, accessTokenMs, now } = this.#parts;
    const ended = await db
      .updateTable('sessions')
      .set({ ended_at: now() })
      .where('id', 'in', [...ids])
      .where('ended_at', 'is', null)
      .returning('id')
      .execute();
    await refreshStore.end(ids);
    denials.add({ sessions: ids.map((id) => [id, now() + accessTokenMs] as const), banned: [] });
    return ended.map(({ id }) => id);
  }

  /** Ends one of a person's sessions; false if there is no such one. */
  async endOne(personId: number, id: string): Promise<boolean> {
    const known = (await this.of(personId)).some((session) => session.id === id);
    return known && (await this.end([id])).length > 0;
  }

  /** Ends all sessions of a person, or all but one. */
  async endAll(personId: number, exceptId: string | null = null): Promise<void> {
    const ids = (await this.of(personId)).map(({ id }) => id);
    await this.end(ids.filter((id) => id !== exceptId));
  }

  /** Removes what ended long ago. */
  async forgetOld(): Promise<void> {
    const before = this.#parts.now() - limits.sessionMs;
    await this.#parts.db.deleteFrom('sessions').where('ends_at', '<=', before).execute();
  }

  async #endSurplus(personId: number): Promise<void> {
    const surplus = (await this.of(personId)).slice(limits.maxSessionsPerPerson);
    await this.end(surplus.map(({ id }) => id));
  }

  async #issue(person: Person, refresh: RefreshToken, refreshEndsAt: number): Promise<Issued> {
    const { signer, accessTokenMs, now } = this.#parts;
    const { sessionId } = refresh;
    const at = now();
    const accessEndsAt = at + accessTokenMs;
    const visitor = { person, sessionId, endsAt: accessEndsAt };
    const [accessToken, socketToken] = await Promise.all([
      signAccessToken(visitor, 'lotcast', signer(), at),
      signAccessToken(visitor, 'lotcast-socket', signer(), at),
    ]);
    return {
      person,
      sessionId,
      accessToken,
      accessEndsAt,
      refreshToken: refresh.text,
      refreshEndsAt,
      socketToken,
    };
  }
}
