import type { Kysely } from 'kysely';
import type { Tables } from '../../../schema/tables.ts';
import { createApi } from '../../api.ts';
import { createPeople } from '../../people/people.ts';
import { openSignIn } from '../../people/sign-in/sign-in.ts';
import { ActorsForTest } from './actors-for-test.ts';

export interface Call {
  /** The cookie of the one who asks. */
  as?: Visitor;
  body?: unknown;
  headers?: Record<string, string>;
  address?: string;
}

const accessTokenMs = 600_000;

/** Someone with a cookie. */
export interface Visitor {
  readonly id: number;
  readonly name: string;
  readonly cookie: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks at in an answer is what it asserts
  readonly body: any;
}

const defaults = {
  publicOrigins: [] as string[],
  guestSignIn: true,
  sellers: 'guest' as 'guest' | 'user',
  guestsPerMinute: 1_000,
  publicUrl: undefined,
  signInsPerMinute: 1_000,
  lotsPerMinute: 1_000,
};

/** The whole API on a real database with real auctions and a clock that stands still until it is set. */
export async function apiForTest(db: Kysely<Tables>, config: Partial<typeof defaults> = {}) {
  const clock = { now: Date.now() };
  const now = () => clock.now;
  const actors = new ActorsForTest(db, now);
  const people = await createPeople({ db, now, accessTokenMs });
  const providers = await openSignIn({
    db,
    providers: [],
    isConfiguredAdmin: () => false,
    mergeGuest: async () => {},
    log: { info: () => {}, warn: () => {} },
    now,
    random: () => 0,
  });
  const api = createApi({
    db,
    actors,
    people,
    signIn: providers,
    config: { ...defaults, ...config },
    now,
    rates: { now, redis: null },
    mediaSetup: () => ({ off: 'a test' }),
  });

  async function call(
    method: string,
    path: string,
    { as, body, headers, address }: Call = {},
  ): Promise<Answer> {
    const request = new Request(`http://lotcast.test${path}`, {
      method,
      headers: {
        host: 'lotcast.test',
        ...(as ? { cookie: as.cookie } : {}),
        ...(method === 'POST' || method === 'PATCH' ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await api.fetch(request, { address: address ?? '192.0.2.1', requestId: 'test' });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
  }

  async function signIn(name: string): Promise<Visitor> {
    const { body, headers } = await call('POST', '/api/guests', { body: { name } });
    return { ...body, cookie: headers.get('set-cookie')?.split(';')[0] ?? '' };
  }

  return { api, actors, people, clock, call, signIn };
}
