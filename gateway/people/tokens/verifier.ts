import type { JSONWebKeySet } from 'jose';
import { limits } from '../../../schema/limits.ts';
import { BoundedMap } from '../../http/bounded-map.ts';
import { cookieOf } from '../cookie.ts';
import { type Audience, type TokenReader, tokenReader, type Visitor } from './access-token.ts';
import type { Denials } from './denials.ts';

/** Somebody who has shown a good token; `isBanned` people may look on like anybody, and nothing more. */
export interface Known extends Visitor {
  readonly isBanned: boolean;
}

/** Knows people by their access tokens; it takes no database, so that every thread can have one. */
export class Verifier {
  readonly #now: () => number;
  readonly #denials: Denials;
  readonly #remembered = new BoundedMap<string, Visitor>(limits.maxRememberedTokens);
  #read: TokenReader;

  constructor(keys: JSONWebKeySet, denials: Denials, now: () => number) {
    this.#read = tokenReader(keys);
    this.#denials = denials;
    this.#now = now;
  }

  /** Knows tokens by these keys from now on. */
  setKeys(keys: JSONWebKeySet): void {
    this.#read = tokenReader(keys);
  }

  /** The visitor that a `Cookie` header proves, or null. Cheap for a token that was seen lately. */
  async verifyCookie(cookieHeader: string | undefined, isHttps: boolean): Promise<Known | null> {
    const token = cookieOf(cookieHeader, 'access', isHttps);
    return token === null ? null : this.#verify(token, 'lotcast');
  }

  /** The visitor that a token proves who wants to stay on a socket, or null. */
  verifySocketToken(token: string): Promise<Known | null> {
    return this.#verify(token, 'lotcast-socket');
  }

  async #verify(token: string, audience: Audience): Promise<Known | null> {
    const key = `${audience} ${token}`;
    let visitor = this.#remembered.get(key);
    if (visitor === undefined) {
      const read = await this.#read(token, audience, this.#now());
      if (read === null) return null;
      this.#remembered.set(key, read);
      visitor = read;
    }
    if (visitor.endsAt <= this.#now()) {
      this.#remembered.delete(key);
      return null;
    }
    const isBanned = this.#denials.isBanned(visitor.person.id);
    // Who is banned is out everywhere, and should hear why.
    if (this.#denials.hasSession(visitor.sessionId) && !isBanned) return null;
    return { ...visitor, isBanned };
  }
}
