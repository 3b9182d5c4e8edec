import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Config } from '../../schema/config.ts';
import {
  guestSignInSchema,
  meSchema,
  personSchema,
  sessionListSchema,
  sessionRenewedSchema,
} from '../../schema/http.ts';
import { rateKey } from '../http/address.ts';
import { type ApiEnv, newRoutes } from '../http/api-env.ts';
import { cameByHttps } from '../http/came-by-https.ts';
import { describe, jsonBody, problems } from '../http/describe.ts';
import { ProblemError } from '../http/problem.ts';
import { type RateCounting, RateLimit } from '../http/rate-limit.ts';
import { signedIn } from '../http/signed-in.ts';
import { cameFrom } from './came-from.ts';
import { cookieOf, forgetSessionCookies, setSessionCookies } from './cookie.ts';
import { refuseStaffName } from './edit-profile.ts';
import type { People } from './people.ts';
import { readRefreshToken } from './sessions/refresh-token.ts';

export interface PeopleParts {
  readonly people: People;
  readonly config: Pick<Config, 'guestSignIn' | 'guestsPerMinute'>;
  readonly now: () => number;
  readonly rates: RateCounting;
}

const tags = ['People'];
const renewalsPerMinute = 60;
/** Of one session: several tabs that wake up together, and no more. */
const renewalsPerSession = 30;

const signIn = createRoute({
  method: 'post',
  path: '/api/guests',
  summary: 'Come in as a guest; the answer sets the cookies',
  tags,
  request: { body: jsonBody(guestSignInSchema) },
  responses: describe(201, 'The guest', personSchema),
});

const me = createRoute({
  method: 'get',
  path: '/api/me',
  summary: 'Who I am',
  tags,
  responses: describe(200, 'The person of the cookie', meSchema),
});

const signOut = createRoute({
  method: 'delete',
  path: '/api/me',
  summary: 'Sign out in this browser',
  tags,
  responses: { 204: { description: 'The session has ended, and the cookies are gone' }, ...problems },
});

const renew = createRoute({
  method: 'post',
  path: '/api/session/refresh',
  summary: 'Stay signed in: new tokens for the refresh token in the cookie, which is good once',
  tags,
  responses: describe(200, 'Who I am, and until when without another renewal', sessionRenewedSchema),
});

const list = createRoute({
  method: 'get',
  path: '/api/sessions',
  summary: 'Where I am signed in',
  tags,
  responses: describe(200, 'Browsers, the last seen first', sessionListSchema),
});

const endOne = createRoute({
  method: 'delete',
  path: '/api/sessions/{session}',
  summary: 'Sign out in another browser',
  tags,
  request: { params: z.object({ session: z.string().regex(/^[\w-]{1,64}$/) }) },
  responses: { 204: { description: 'The session has ended' }, ...problems },
});

const endAll = createRoute({
  method: 'delete',
  path: '/api/sessions',
  summary: 'Sign out everywhere',
  tags,
  responses: { 204: { description: 'All sessions have ended, this one included' }, ...problems },
});

/** How people come in, stay, ask who they are, and leave. */
export function peopleRoutes({ people, config, now, rates }: PeopleParts) {
  const { sessions } = people;
  const guestRate = new RateLimit(
    { name: 'guests', perMinute: config.guestsPerMinute, message: 'Too many guests from this address' },
    rates,
  );
  // A page renews a few times an hour; many people may come from one address.
  const renewRate = new RateLimit(
    {
      name: 'renewals',
      perMinute: Math.max(renewalsPerMinute, config.guestsPerMinute),
      message: 'Too many renewals from this address',
    },
    rates,
  );

  const sessionRate = new RateLimit(
    { name: 'session-renewals', perMinute: renewalsPerSession, message: 'Too many renewals of this session' },
    rates,
  );

  return newRoutes()
    .openapi(signIn, async (c) => {
      if (!config.guestSignIn)
        throw new ProblemError(403, 'guest_sign_in_off', 'Guests are not admitted here');
      await guestRate.take(rateKey(c.env.address));
      const { name } = c.req.valid('json');
      refuseStaffName(name);
      const guest = await people.addGuest(name);
      const issued = await sessions.begin(guest, { provider: 'guest', ...cameFrom(c) });
      setSessionCookies(c, issued, now());
      return c.json(guest, 201);
    })
    .openapi(me, async (c) => {
      const person = signedIn(c);
      return c.json({ ...person, language: await people.languageOf(person.id) }, 200);
    })
    .openapi(signOut, async (c) => {
      // The access token may have ended, and the session must do so all the same.
      const refreshToken = readRefreshToken(refreshTokenOf(c) ?? '');
      const session = c.get('session') ?? refreshToken?.sessionId;
      if (session !== undefined) await sessions.end([session]);
      forgetSessionCookies(c);
      return c.body(null, 204);
    })
    .openapi(renew, async (c) => {
      await renewRate.take(rateKey(c.env.address));
      const refreshToken = refreshTokenOf(c);
      const session = readRefreshToken(refreshToken ?? '')?.sessionId;
      if (session !== undefined) await sessionRate.take(session);
      const renewed = await sessions.renew(refreshToken, c.env.address);
      if ('refused' in renewed) {
        throw renewed.refused === 'banned'
          ? new ProblemError(403, 'banned', 'This person was shut out')
          : new ProblemError(401, 'not_signed_in', 'Sign in again');
      }
      setSessionCookies(c, renewed, now());
      const { person, accessEndsAt, socketToken } = renewed;
      return c.json({ person, accessEndsAt, socketToken }, 200);
    })
    .openapi(list, async (c) => {
      const mine = await sessions.of(signedIn(c).id);
      const shown = mine.map(({ id, provider, created_at, seen_at, agent, address }) => ({
        id,
        provider,
        createdAt: created_at,
        seenAt: seen_at,
        agent,
        address,
        isThis: id === c.get('session'),
      }));
      return c.json({ sessions: shown }, 200);
    })
    .openapi(endOne, async (c) => {
      const { session } = c.req.valid('param');
      if (!(await sessions.endOne(signedIn(c).id, session))) {
        throw new ProblemError(404, 'not_found', 'There is no such session');
      }
      if (session === c.get('session')) forgetSessionCookies(c);
      return c.body(null, 204);
    })
    .openapi(endAll, async (c) => {
      await sessions.endAll(signedIn(c).id);
      forgetSessionCookies(c);
      return c.body(null, 204);
    });
}

const refreshTokenOf = (c: Context<ApiEnv>) =>
  cookieOf(c.req.header('cookie'), 'refresh', cameByHttps(c.req.raw));
