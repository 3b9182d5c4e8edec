import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Person, personSchema } from '../../schema/http.ts';
import { limits } from '../../schema/limits.ts';

/** A person as a token vouches for, until `expiresAt` (ms). */
export interface Vouched {
  readonly person: Person;
  readonly expiresAt: number;
}

const algorithm = 'HS256';
const issuer = 'lotcast';
const claimsSchema = z.object({
  sub: z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .pipe(personSchema.shape.id),
  name: personSchema.shape.name,
  exp: z.int(),
});

/** A signed token for a guest who comes in at the time `now`. */
export function signToken(person: Person, key: Uint8Array, now: number): Promise<string> {
  return new SignJWT({ name: person.name })
    .setProtectedHeader({ alg: algorithm })
    .setIssuer(issuer)
    .setSubject(String(person.id))
    .setIssuedAt(Math.floor(now / 1_000))
    .setExpirationTime(Math.floor((now + limits.guestTokenMs) / 1_000))
    .sign(key);
}

/** Whom the token vouches for at the time `now`, or null if it is not ours, was changed, or has expired. */
export async function verifyToken(token: string, key: Uint8Array, now: number): Promise<Vouched | null> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      issuer,
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(now),
    });
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) return null;
    const { sub, name, exp } = claims.data;
    return { person: { id: sub, name }, expiresAt: exp * 1_000 };
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
