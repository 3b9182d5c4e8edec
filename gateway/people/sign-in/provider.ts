import { z } from 'zod';
import { limits } from '../../../schema/limits.ts';
import type { ProviderId } from '../../../schema/providers.ts';

/** Who somebody is by a provider's word. */
export interface Profile {
  /** What the provider calls this account for good. */
  readonly subject: string;
  /** What the account shows as its name, as it came: anybody may have written it. */
  readonly name: string | undefined;
}

/** Addresses of a provider that speaks plain OAuth 2 and can't be asked for them. */
export interface Endpoints {
  readonly authorization: string;
  readonly token: string;
  /** Answers a bearer of the access token with who that is. */
  readonly userInfo: string;
}

/** What differs from one provider to the next. */
export interface Strategy {
  readonly id: ProviderId;
  /** What its button says. */
  readonly name: string;
  /** Where an OpenID provider is discovered; with the subject it names an account, whatever kind it is of. */
  readonly issuer: string;
  readonly scope: string;
  /** Of a provider without OpenID Connect: where to send people, and whom to ask. */
  readonly endpoints?: Endpoints;
  /** Reads the claims of an ID token or, with `endpoints`, the answer of `userInfo`. */
  readonly profile: z.ZodType<Profile>;
}

/** A provider that knows this service. */
export interface Provider extends Strategy {
  readonly clientId: string;
  readonly clientSecret: string;
}

export const subjectSchema = z.string().min(1).max(limits.maxSubjectChars);

/** The profile in OpenID claims, the name from the first of these claims that is there. */
export function claimsProfile(...nameClaims: readonly string[]): z.ZodType<Profile> {
  return z.looseObject({ sub: subjectSchema }).transform((claims) => ({
    subject: claims.sub,
    name: nameClaims
      .map((claim) => claims[claim])
      .find((value) => typeof value === 'string' && value !== '') as string | undefined,
  }));
}
