import { type CryptoKey, createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Person, personSchema } from '../../../schema/http.ts';

/** Somebody as an access token vouches for, in one browser. */
export interface Visitor {
  readonly person: Person;
  readonly sessionId: string;
  /** When the token ends (ms). */
  readonly endsAt: number;
}

/** What a token is good for: requests, by a cookie; or staying on an open socket, by a message. */
export type Audience = 'lotcast' | 'lotcast-socket';

/** What tokens are signed with. */
export interface TokenSigner {
  readonly kid: string;
  readonly key: CryptoKey;
}

export const tokenAlgorithm = 'ES256';
const issuer = 'lotcast';
/** RFC 9068, so that no other kind of token is ever taken for one. */
const tokenType = 'at+jwt';
const claimsSchema = z.object({
  sub: z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .pipe(personSchema.shape.id),
  sid: z.string().min(1).max(64),
  name: personSchema.shape.name,
  kind: personSchema.shape.kind,
  role: personSchema.shape.role,
  exp: z.int(),
});

/** A signed token for a visitor, made at the time `now` (ms). */
export function signAccessToken(
  { person, sessionId, endsAt }: Visitor,
  audience: Audience,
  { kid, key }: TokenSigner,
  now: number,
): Promise<string> {
  const { id, name, kind, role } = person;
  return new SignJWT({ sid: sessionId, name, kind, role })
    .setProtectedHeader({ alg: tokenAlgorithm, typ: tokenType, kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(String(id))
    .setIssuedAt(Math.floor(now / 1_000))
    .setExpirationTime(Math.floor(endsAt / 1_000))
    .sign(key);
}

/** Reads tokens that were signed with one of these keys. */
export type TokenReader = (token: string, audience: Audience, now: number) => Promise<Visitor | null>;

/** Gives whom a token vouches for, or null if it is not ours, is for something else, was changed, or has ended. */
export function tokenReader(keys: JSONWebKeySet): TokenReader {
  const keyOf = createLocalJWKSet(keys);
  return async (token, audience, now) => {
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        algorithms: [tokenAlgorithm],
        typ: tokenType,
        issuer,
        audience,
        requiredClaims: ['sub', 'sid', 'exp'],
        currentDate: new Date(now),
      });
      const claims = claimsSchema.safeParse(payload);
      if (!claims.success) return null;
      const { sub, sid, name, kind, role, exp } = claims.data;
      return { person: { id: sub, name, kind, role }, sessionId: sid, endsAt: exp * 1_000 };
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };
}
