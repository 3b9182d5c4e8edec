import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import type { Role } from '../../../schema/http.ts';
import type { Tables } from '../../../schema/tables.ts';
import { createModeration } from '../../admin/moderation.ts';
import { createApi } from '../../api.ts';
import { roomsAtHand } from '../../chat/rooms-at-hand.ts';
import { nameKey } from '../../people/name-key.ts';
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
export async function apiForTest(
  db: Kysely<Tables>,
  {
    admins = [],
    redis = null,
    ...config
  }: Partial<typeof defaults> & { admins?: readonly string[]; redis?: Redis | null } = {},
) {
  const clock = { now: Date.now() };
  const now = () => clock.now;
  const actors = new ActorsForTest(db, now);
  /** What was put off until later. */
  const later: (() => void)[] = [];
  const people = await createPeople({ db, now, accessTokenMs });
  const isConfiguredAdmin = (provider: string, subject: string) => admins.includes(`${provider}:${subject}`);
  const chat = roomsAtHand({ db, actors, redis, epoch: 'test', guestsSpeak: true });
  const moderation = createModeration({
    db,
    actors,
    rooms: chat.rooms,
    people,
    isConfiguredAdmin,
    now,
    later: (_delayMs, task) => void later.push(task),
    log: { warn: () => {} },
  });
  const providers = await openSignIn({
    db,
    providers: [],
    isConfiguredAdmin,
    mergeGuest: moderation.mergeGuest,
    log: { info: () => {}, warn: () => {} },
    now,
    random: () => 0,
  });
  const api = createApi({
    db,
    actors,
    people,
    signIn: providers,
    moderation,
    chat,
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
        ...(['POST', 'PATCH', 'PUT'].includes(method) ? { 'content-type': 'application/json' } : {}),
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

  /** Somebody with an account, as a provider's sign-in makes one. */
  async function withAccount(name: string, role: Role = 'user'): Promise<Visitor> {
    const account = { name, name_key: nameKey(name), kind: 'user', role, created_at: now() } as const;
    const { id } = await db.insertInto('persons').values(account).returning('id').executeTakeFirstOrThrow();
    const person = { id, name, kind: 'user', role } as const;
    const how = { provider: 'oidc', agent: 'a browser', address: '192.0.2.1' };
    const { accessToken } = await people.sessions.begin(person, how);
    return { id, name, cookie: `lotcast_access=${accessToken}` };
  }

  return { api, actors, chat, people, moderation, later, clock, call, signIn, withAccount };
}
