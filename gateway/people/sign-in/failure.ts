/** Why nobody came back from a provider, as the page is told. */
export type SignInCode =
  | 'sign_in_failed'
  | 'provider_unavailable'
  | 'unknown_provider'
  | 'banned'
  | 'already_linked'
  | 'not_signed_in';

/** The provider does not answer, or not with anything that an answer could be. */
export class ProviderAway extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProviderAway';
  }
}

/** The code that an error of the exchange with a provider comes to: whatever is wrapped around it, away is away. */
export function signInCodeOf(error: unknown): SignInCode {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ProviderAway) return 'provider_unavailable';
  }
  return 'sign_in_failed';
}

/**
 * What may be logged of such an error: messages and codes of all that is wrapped in it. Never the objects
 * themselves, for there are codes and tokens in what a provider answers.
 */
export function reasonsOf(error: unknown): string[] {
  const reasons: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : '';
    reasons.push(`${cause.name}: ${cause.message}${code}`);
  }
  return reasons;
}
