import type { Person } from '../../schema/http.ts';
import { limits } from '../../schema/limits.ts';
import { BoundedMap } from '../http/bounded-map.ts';
import { tokenOf } from './cookie.ts';
import { type Vouched, verifyToken } from './token.ts';

/** Finds the person that a `Cookie` header proves, or null. Cheap for a token that was seen lately. */
export type PersonVerifier = (cookieHeader: string | undefined) => Promise<Person | null>;

/** Knows people by tokens that were signed with this key; it takes no database, so that every thread can have one. */
export function personVerifier(tokenKey: Uint8Array, now: () => number): PersonVerifier {
  const remembered = new BoundedMap<string, Vouched>(limits.maxRememberedTokens);

  async function vouchedBy(token: string): Promise<Vouched | null> {
    const known = remembered.get(token);
    if (known) return known;
    const vouched = await verifyToken(token, tokenKey, now());
    if (vouched) remembered.set(token, vouched);
    return vouched;
  }

  return async (cookieHeader) => {
    const token = tokenOf(cookieHeader);
    if (token === null) return null;
    const vouched = await vouchedBy(token);
    if (vouched === null) return null;
    if (vouched.expiresAt > now()) return vouched.person;
    remembered.delete(token);
    return null;
  };
}
