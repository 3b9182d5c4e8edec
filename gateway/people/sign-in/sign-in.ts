import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Person } from '../../../schema/http.ts';
import { limits } from '../../../schema/limits.ts';
import type { Tables } from '../../../schema/tables.ts';
import { BoundedMap } from '../../http/bounded-map.ts';
import type { IsConfiguredAdmin } from '../configured-admins.ts';
import { signingKey } from '../signing-key.ts';
import { Accounts } from './accounts.ts';
import { type Attempt, openAttempt, sealAttempt } from './attempt.ts';
import type { FetchBounds } from './bounded-fetch.ts';
import { ProviderAway, reasonsOf, type SignInCode, signInCodeOf } from './failure.ts';
import type { Provider } from './provider.ts';
import { newSecrets, ProviderClient } from './provider-client.ts';

/**
 * Lets bids and lots of a guest pass over to an account, and the guest be no more. Done twice, it is done once; when
 * it rejects, nothing has passed.
 */
export type MergeGuest = (guestId: number, accountId: number) => Promise<void>;

export interface SignInParts {
  readonly db: Kysely<Tables>;
  readonly providers: readonly Provider[];
  readonly isConfiguredAdmin: IsConfiguredAdmin;
  readonly mergeGuest: MergeGuest;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly now: () => number;
  readonly random: (below: number) => number;
  readonly bounds?: Partial<FetchBounds>;
}

/** Who is signed in in a browser, and in which session. */
export interface Visitor {
  readonly person: Person;
  readonly sessionId: string | null;
}

/** A browser that wants to sign in. */
export interface Beginning {
  readonly providerId: string;
  /** The origin under which browsers reach us; null if that is not known. */
  readonly origin: string | null;
  /** A place of the page, known to be one. */
  readonly returnTo: string;
  readonly visitor: Visitor | null;
  readonly isLink: boolean;
}

/** A browser that comes back. */
export interface Return {
  readonly providerId: string;
  readonly origin: string | null;
  /** The query that it comes back with, such as `?code=…&state=…`. */
  readonly search: string;
  /** What `begin` gave it, or null if it has lost that. */
  readonly attempt: Attempt | null;
  readonly visitor: Visitor | null;
}

/** What came of a way to a provider and back. */
export type Outcome =
  | {
      readonly person: Person;
      /** Whose other sessions end, because they were a guest's; null if there was no guest. */
      readonly endsSessionsOf: number | null;
    }
  | 'linked'
  | { readonly code: SignInCode };

function callback(origin: string | null, providerId: string): string {
  if (origin === null)
    throw new ProviderAway('PUBLIC_URL is not set, and this browser is on another machine');
  return `${origin}/auth/${providerId}/callback`;
}

/** Opens sign-in with providers; the key of what browsers carry meanwhile is in the database. Asks no provider yet. */
export async function openSignIn(parts: SignInParts): Promise<SignIn> {
  return new SignIn(parts, await signingKey(parts.db, 'sign-in', parts.now()));
}

/** The way to a provider and back. */
export class SignIn {
  readonly #parts: SignInParts;
  readonly #key: Uint8Array;
  readonly #clients: ReadonlyMap<string, ProviderClient>;
  readonly #accounts: Accounts;
  /** States that came back. What is pushed out of here is older than an attempt may be, or cost somebody as many sign-ins. */
  readonly #used = new BoundedMap<string, true>(limits.maxUsedAttempts);

  constructor(parts: SignInParts, key: Uint8Array) {
    this.#parts = parts;
    this.#key = key;
    this.#clients = new Map(
      parts.providers.map((provider) => [provider.id, new ProviderClient(provider, parts.bounds)]),
    );
    this.#accounts = new Accounts(parts);
  }

  /** Providers that are set up, in the order of their buttons. */
  get providers(): readonly Provider[] {
    return this.#parts.providers;
  }

  /** Where to send the browser, and what it has to carry; or why it can't be sent. */
  async begin(beginning: Beginning): Promise<{ location: URL; attempt: string } | { code: SignInCode }> {
    const { providerId, origin, returnTo, visitor, isLink } = beginning;
    const client = this.#clients.get(providerId);
    if (client === undefined) return { code: 'unknown_provider' };
    if (isLink && visitor?.person.kind !== 'user') return { code: 'not_signed_in' };
    const secrets = newSecrets();
    try {
      const location = await client.authorizationUrl(callback(origin, providerId), secrets);
      const from = visitor && {
        personId: visitor.person.id,
        kind: visitor.person.kind,
        sessionId: visitor.sessionId,
      };
      const attempt = { ...secrets, provider: client.provider.id, returnTo, from, isLink };
      return { location, attempt: await sealAttempt(attempt, this.#key, this.#parts.now()) };
    } catch (error) {
      return { code: this.#failed(providerId, error) };
    }
  }

  /** What a browser carries, or null if it is not ours, was changed, or is too old. */
  readAttempt(sealed: string | undefined): Promise<Attempt | null> {
    return sealed ? openAttempt(sealed, this.#key, this.#parts.now()) : Promise.resolve(null);
  }

  /** Finds out who came back, and lets them into their account. An attempt leads nowhere a second time. */
  async finish({ providerId, origin, search, attempt, visitor }: Return): Promise<Outcome> {
    const client = this.#clients.get(providerId);
    if (client === undefined) return { code: 'unknown_provider' };
    // Each provider has a callback of its own, so that none can be given another's code.
    if (attempt === null || attempt.provider !== providerId || this.#used.get(attempt.state)) {
      return {
        code: this.#failed(providerId, new Error('The attempt is unknown, over, or was of another provider')),
      };
    }
    this.#used.set(attempt.state, true);
    let vouched: Parameters<Accounts['enter']>[0];
    try {
      const profile = await client.profile(new URL(callback(origin, providerId) + search), attempt);
      vouched = { ...profile, provider: client.provider };
    } catch (error) {
      return { code: this.#failed(providerId, error) };
    }

    const from = (await this.#isStillOpen(attempt)) ? attempt.from : null;
    if (attempt.isLink) {
      // Who went away must be who came back: somebody else may have signed in meanwhile.
      const isSame = visitor === null || visitor.person.id === from?.personId;
      if (from === null || !isSame) return { code: 'not_signed_in' };
      const code = await this.#accounts.link(vouched, from.personId);
      return code === null ? 'linked' : { code };
    }
    const guestId = from?.kind === 'guest' ? from.personId : null;
    const entry = await this.#accounts.enter(vouched, guestId);
    if ('refused' in entry) return { code: entry.refused };
    const { person, guest } = entry;
    if (guestId === null || guest === null) return { person, endsSessionsOf: null };
    if (guest === 'merges') await this.#parts.mergeGuest(guestId, person.id);
    // Whoever else held the guest's cookie, or had planted it, must not hold the account.
    return { person, endsSessionsOf: guestId };
  }

  /** The access token may have ended on the way, which the session need not have. */
  async #isStillOpen({ from }: Attempt): Promise<boolean> {
    if (from === null || from.sessionId === null) return false;
    const open = await this.#parts.db
      .selectFrom('sessions')
      .select('id')
      .where('id', '=', from.sessionId)
      .where('person_id', '=', from.personId)
      .where('ended_at', 'is', null)
      .where('ends_at', '>', this.#parts.now())
      .executeTakeFirst();
    return open !== undefined;
  }

  #failed(provider: string, error: unknown): SignInCode {
    const code = signInCodeOf(error);
    const level = code === 'provider_unavailable' ? 'warn' : 'info';
    this.#parts.log[level]({ provider, code, reasons: reasonsOf(error) }, 'a sign-in failed');
    return code;
  }
}
