import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { Kysely } from 'kysely';
import type { Config } from '../../../../schema/config.ts';
import type { Person } from '../../../../schema/http.ts';
import type { Tables } from '../../../../schema/tables.ts';
import {
  type IdentityProvider,
  type IdentityProviderOptions,
  startIdentityProvider,
} from '../../../../testing/identity-provider.ts';
import type { PlainBrowser } from '../../../../testing/plain-browser.ts';
import { createModeration } from '../../../admin/moderation.ts';
import { createApi } from '../../../api.ts';
import { roomsAtHand } from '../../../chat/rooms-at-hand.ts';
import { serveForTest } from '../../../http/testing/listening.ts';
import { ActorsForTest } from '../../../lots/testing/actors-for-test.ts';
import { configuredAdmins } from '../../configured-admins.ts';
import { createPeople } from '../../people.ts';
import type { FetchBounds } from '../bounded-fetch.ts';
import type { Provider } from '../provider.ts';
import { google } from '../providers/google.ts';
import { oidc } from '../providers/oidc.ts';
import { openSignIn } from '../sign-in.ts';

export interface HouseOptions {
  /** Known once the house has its address, for providers have to be told it. */
  readonly providers: (url: string) => Promise<readonly Provider[]> | readonly Provider[];
  readonly config?: Partial<Pick<Config, 'publicUrl' | 'signInsPerMinute' | 'admins'>>;
  readonly bounds?: Partial<FetchBounds>;
}

/** A house that people sign in to: the whole API, served on a port of 127.0.0.1 until the test ends. */
export class SignInHouse {
  readonly url: string;
  readonly clock = { now: Date.now() };
  /** Guests that were merged, with the accounts that they were merged into. */
  readonly merged: [guestId: number, accountId: number][] = [];
  /** All that was logged of sign-ins. */
  readonly logged: object[] = [];

  private constructor(url: string) {
    this.url = url;
  }

  static async open(
    t: Pick<TestContext, 'after'>,
    db: Kysely<Tables>,
    { providers, config, bounds }: HouseOptions,
  ): Promise<SignInHouse> {
    let answer: (
      request: Request,
      peer: { address: string; requestId: string },
    ) => Response | Promise<Response> = () => assert.fail('asked before it was open');
    const { url } = await serveForTest(t, { fetch: (request, peer) => answer(request, peer) });
    const house = new SignInHouse(url);
    const now = () => house.clock.now;
    const people = await createPeople({ db, now, accessTokenMs: 600_000 });
    const log = (details: object) => void house.logged.push(details);
    const signIn = await openSignIn({
      db,
      providers: await providers(url),
      isConfiguredAdmin: configuredAdmins(config?.admins ?? []),
      mergeGuest: async (guestId, accountId) => void house.merged.push([guestId, accountId]),
      log: { info: log, warn: log },
      now,
      random: (below) => randomInt(below),
      ...(bounds ? { bounds } : {}),
    });
    const actors = new ActorsForTest(db, now);
    const chat = roomsAtHand({ db, actors, redis: null, epoch: 'test', guestsSpeak: true });
    const moderation = createModeration({
      db,
      actors,
      rooms: chat.rooms,
      people,
      isConfiguredAdmin: configuredAdmins(config?.admins ?? []),
      now,
      later: () => {},
      log: { warn: log },
    });
    const api = createApi({
      db,
      actors,
      people,
      moderation,
      signIn,
      chat,
      config: {
        publicOrigins: [],
        publicUrl: undefined,
        guestSignIn: true,
        sellers: 'guest',
        guestsPerMinute: 1_000,
        signInsPerMinute: 1_000,
        lotsPerMinute: 1_000,
        ...config,
      },
      now,
      rates: { now, redis: null },
      mediaSetup: () => ({ off: 'a test' }),
    });
    api.get('/*', (c) => c.text('the page'));
    answer = (request, peer) => api.fetch(request, peer);
    return house;
  }

  /** Whom the house takes this browser for. */
  async personIn(browser: PlainBrowser): Promise<Person | null> {
    const response = await browser.ask(`${this.url}/api/me`);
    return response.status === 200 ? ((await response.json()) as Person) : null;
  }

  /** Comes in as a guest. */
  async comeInAsGuest(browser: PlainBrowser, name: string): Promise<Person> {
    const response = await browser.ask(`${this.url}/api/guests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    });
    assert.equal(response.status, 201);
    return (await response.json()) as Person;
  }

  /** Leaves for a provider and comes back, as far as that goes. Gives the last address. */
  async signIn(
    browser: PlainBrowser,
    provider: string,
    query = 'returnTo=/',
    isOwnPage = false,
  ): Promise<URL> {
    return browser.follow((await this.#leave(browser, provider, query, isOwnPage)).href);
  }

  /** Leaves for a provider, and stops before coming back. Gives the address that the provider sends it back to. */
  async leaveAndStop(
    browser: PlainBrowser,
    provider: string,
    query = 'returnTo=/lots/1',
    isOwnPage = false,
  ): Promise<URL> {
    const isBack = (url: URL) => url.origin === this.url && url.pathname.endsWith('/callback');
    const url = await browser.follow((await this.#leave(browser, provider, query, isOwnPage)).href, isBack);
    assert.ok(isBack(url), `the provider sends nobody back, but to ${url}`);
    return url;
  }

  async #leave(browser: PlainBrowser, provider: string, query: string, isOwnPage: boolean): Promise<URL> {
    const headers: Record<string, string> = isOwnPage ? { 'sec-fetch-site': 'same-origin' } : {};
    const answer = await browser.ask(`${this.url}/auth/${provider}?${query}`, { headers });
    assert.equal(answer.status, 302);
    return new URL(answer.headers.get('location') ?? '', this.url);
  }
}

type Served = 'oidc' | 'google';

/** A house with an OpenID provider for each of these ids. */
export async function houseWith<Id extends Served>(
  t: TestContext,
  db: Kysely<Tables>,
  ids: readonly Id[],
  options: Omit<HouseOptions, 'providers'> & Omit<IdentityProviderOptions, 'redirectUris'> = {},
): Promise<{ house: SignInHouse; providers: Record<Id, IdentityProvider> }> {
  const started = new Map<Id, IdentityProvider>();
  const house = await SignInHouse.open(t, db, {
    ...options,
    providers: (url) =>
      Promise.all(
        ids.map(async (id) => {
          const origin = options.config?.publicUrl ?? url;
          const provider = await startIdentityProvider(t, {
            ...options,
            redirectUris: [`${origin}/auth/${id}/callback`],
          });
          started.set(id, provider);
          const { issuer, clientId, clientSecret } = provider;
          const strategy = id === 'google' ? { ...google, issuer } : oidc(issuer, 'Somewhere');
          return { ...strategy, clientId, clientSecret };
        }),
      ),
  });
  return { house, providers: Object.fromEntries(started) as Record<Id, IdentityProvider> };
}
