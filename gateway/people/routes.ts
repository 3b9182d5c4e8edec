import { createRoute } from '@hono/zod-openapi';
import type { Config } from '../../schema/config.ts';
import { guestSignInSchema, personSchema } from '../../schema/http.ts';
import { limits } from '../../schema/limits.ts';
import { rateKey } from '../http/address.ts';
import { newRoutes } from '../http/api-env.ts';
import { describe, jsonBody, problems } from '../http/describe.ts';
import { ProblemError, tryAgain } from '../http/problem.ts';
import { signedIn } from '../http/signed-in.ts';
import { TokenBuckets } from '../http/token-buckets.ts';
import { cameByHttps, forgottenCookie, personCookie } from './cookie.ts';
import type { People } from './people.ts';

export interface PeopleParts {
  readonly people: People;
  readonly config: Pick<Config, 'guestSignIn' | 'guestsPerMinute'>;
  readonly now: () => number;
}

const tags = ['People'];

const signIn = createRoute({
  method: 'post',
  path: '/api/guests',
  summary: 'Come in as a guest; the answer sets the cookie',
  tags,
  request: { body: jsonBody(guestSignInSchema) },
  responses: describe(201, 'The guest', personSchema),
});

const me = createRoute({
  method: 'get',
  path: '/api/me',
  summary: 'Who I am',
  tags,
  responses: describe(200, 'The person of the cookie', personSchema),
});

const signOut = createRoute({
  method: 'delete',
  path: '/api/me',
  summary: 'Forget me in this browser',
  tags,
  responses: { 204: { description: 'The cookie is gone' }, ...problems },
});

/** How people come in, ask who they are, and leave. */
export function peopleRoutes({ people, config, now }: PeopleParts) {
  const guestRates = new TokenBuckets({
    perSecond: config.guestsPerMinute / 60,
    burst: config.guestsPerMinute,
    maxKeys: limits.maxTrackedAddresses,
  });

  return newRoutes()
    .openapi(signIn, async (c) => {
      if (!config.guestSignIn)
        throw new ProblemError(403, 'guest_sign_in_off', 'Guests are not admitted here');
      const waitMs = guestRates.take(rateKey(c.env.address), now());
      if (waitMs > 0) throw tryAgain(429, 'rate_limited', 'Too many guests from this address', waitMs);
      const { person, token } = await people.addGuest(c.req.valid('json').name);
      c.header('set-cookie', personCookie(token, cameByHttps(c.req.raw.headers)));
      return c.json(person, 201);
    })
    .openapi(me, (c) => c.json(signedIn(c), 200))
    .openapi(signOut, (c) => {
      c.header('set-cookie', forgottenCookie(cameByHttps(c.req.raw.headers)));
      return c.body(null, 204);
    });
}
