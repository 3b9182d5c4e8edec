import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { z } from 'zod';
import { personIdSchema } from '../../../schema/ids.ts';
import { limits } from '../../../schema/limits.ts';
import { providerIds } from '../../../schema/providers.ts';

const attemptSchema = z.object({
  provider: z.enum(providerIds),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** A place of the page. */
  returnTo: z.string(),
  /** Who was signed in in this browser, and the id of that session. */
  from: z
    .object({ personId: personIdSchema, kind: z.enum(['guest', 'user']), sessionId: z.string().nullable() })
    .nullable(),
  /** Whether the account of the provider is to be one more way to sign in to the account of `from`. */
  isLink: z.boolean(),
});
/** What a browser carries while it is away at a provider; nobody else can read it, and nobody can change it. */
export type Attempt = z.infer<typeof attemptSchema>;

const purpose = 'lotcast-sign-in';
const keyManagement = 'dir';
const encryption = 'A256GCM';

/** The attempt as text for a cookie, good for `limits.signInAttemptMs` from `now` on. The key has 32 bytes. */
export function sealAttempt(attempt: Attempt, key: Uint8Array, now: number): Promise<string> {
  return new EncryptJWT({ attempt })
    .setProtectedHeader({ alg: keyManagement, enc: encryption })
    .setAudience(purpose)
    .setExpirationTime(Math.floor((now + limits.signInAttemptMs) / 1_000))
    .encrypt(key);
}

/** The attempt that was sealed, or null if it is not ours, was changed, or is too old. */
export async function openAttempt(text: string, key: Uint8Array, now: number): Promise<Attempt | null> {
  try {
    const { payload } = await jwtDecrypt(text, key, {
      keyManagementAlgorithms: [keyManagement],
      contentEncryptionAlgorithms: [encryption],
      audience: purpose,
      requiredClaims: ['exp'],
      currentDate: new Date(now),
    });
    return attemptSchema.safeParse(payload.attempt).data ?? null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
