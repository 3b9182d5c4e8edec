import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import type { Config } from '../../../schema/config.ts';
import { identityListSchema, signInWaysSchema } from '../../../schema/http.ts';
import type { ProviderId } from '../../../schema/providers.ts';
import type { Tables } from '../../../schema/tables.ts';
import { rateKey } from '../../http/address.ts';
import { type ApiEnv, newRoutes } from '../../http/api-env.ts';
import { describe, problems } from '../../http/describe.ts';
import { ProblemError } from '../../http/problem.ts';
import { type RateCounting, RateLimit } from '../../http/rate-limit.ts';
import { signedIn } from '../../http/signed-in.ts';
import { cameFrom } from '../came-from.ts';
import { setSessionCookies } from '../cookie.ts';
import type { People } from '../people.ts';
import { setAttempt, takeAttempt } from './attempt-cookie.ts';
import type { SignInCode } from './failure.ts';
import { identitiesOf, unlink } from './identities.ts';
import { isBegunHere, ownOrigin } from './own-origin.ts';
import { returnAddress, safeReturnTo } from './return-to.ts';
import type { SignIn, Visitor } from './sign-in.ts';

export interface SignInRouteParts {
  readonly db: Kysely<Tables>;
  readonly signIn: SignIn;
  readonly people: Pick<People, 'sessions'>;
  readonly config: Pick<Config, 'guestSignIn' | 'publicUrl' | 'signInsPerMinute'>;
  readonly now: () => number;
  readonly rates: RateCounting;
}

const tags = ['Sign-in'];
/** Sign-ins of one person per minute, in however many browsers. */
const signInsOfPerson = 20;
const providerParam = z.object({ provider: z.string() });
const redirects = (description: string) => ({ 302: { description }, ...problems });

const ways = createRoute({
  method: 'get',
  path: '/api/sign-in',
  summary: 'Ways to sign in here',
  tags,
  responses: describe(200, 'Providers that are set up, and whether guests are admitted', signInWaysSchema),
});

const toProvider = createRoute({
  method: 'get',
  path: '/auth/{provider}',
  summary: 'Leave for a provider; for browsers, not for programs',
  tags,
  request: {
    params: providerParam,
    query: z.object({
      returnTo: z.string().optional().describe('place of the page to come back to, such as `/lots/01J…`'),
      link: z.string().optional().describe('`1` makes it one more way to sign in to the own account'),
    }),
  },
  responses: redirects('To the provider; or to `returnTo` with `signIn`, a code that says why not'),
});

const fromProvider = createRoute({
  method: 'get',
  path: '/auth/{provider}/callback',
  summary: 'Come back from a provider',
  tags,
  request: { params: providerParam },
  responses: redirects('To `returnTo`, signed in; or with `signIn`, a code that says why not'),
});

const myIdentities = createRoute({
  method: 'get',
  path: '/api/me/identities',
  summary: 'Ways to sign in to my account',
  tags,
  responses: describe(200, 'The first one first', identityListSchema),
});

const unlinkIdentity = createRoute({
  method: 'delete',
  path: '/api/me/identities/{provider}',
  summary: 'Sign in with this provider no more',
  tags,
  request: { params: providerParam },
  responses: { 204: { description: 'It is no way to sign in to my account any more' }, ...problems },
});

/** How people sign in with a provider, and which ones they sign in with. */
export function signInRoutes({ db, signIn, people, config, now, rates }: SignInRouteParts) {
  const { sessions } = people;
  const rate = { perMinute: config.signInsPerMinute, message: 'Too many sign-ins from this address' };
  const departures = new RateLimit({ name: 'sign-in', ...rate }, rates);
  const returns = new RateLimit({ name: 'sign-in-return', ...rate }, rates);
  const entries = new RateLimit(
    { name: 'sign-in-person', perMinute: signInsOfPerson, message: 'Too many sign-ins of this person' },
    rates,
  );

  const nameOf = (id: ProviderId) => signIn.providers.find((provider) => provider.id === id)?.name ?? id;

  function back(c: Context<ApiEnv>, returnTo: string, code: SignInCode | null) {
    return c.redirect(returnAddress(returnTo, code), 302);
  }

  return newRoutes()
    .openapi(ways, (c) =>
      c.json(
        { providers: signIn.providers.map(({ id, name }) => ({ id, name })), guests: config.guestSignIn },
        200,
      ),
    )
    .openapi(toProvider, async (c) => {
      await departures.take(rateKey(c.env.address));
      const query = c.req.valid('query');
      const returnTo = safeReturnTo(query.returnTo);
      const isLink = query.link === '1';
      const { headers } = c.req.raw;
      const origin = ownOrigin(config.publicUrl, c.req.raw);
      if (isShutOut(c)) return back(c, returnTo, 'banned');
      if (!isBegunHere(headers, origin, isLink)) return back(c, returnTo, 'sign_in_failed');
      const providerId = c.req.valid('param').provider;
      const begun = await signIn.begin({ providerId, origin, returnTo, visitor: visitorOf(c), isLink });
      if ('code' in begun) return back(c, returnTo, begun.code);
      setAttempt(c, begun.attempt, isSecure(origin));
      return c.redirect(begun.location.href, 302);
    })
    .openapi(fromProvider, async (c) => {
      await returns.take(rateKey(c.env.address));
      const origin = ownOrigin(config.publicUrl, c.req.raw);
      const attempt = await signIn.readAttempt(takeAttempt(c, isSecure(origin)));
      const returnTo = attempt?.returnTo ?? '/';
      const providerId = c.req.valid('param').provider;
      const { search } = new URL(c.req.url);
      const visitor = visitorOf(c);
      const outcome = await signIn.finish({ providerId, origin, search, attempt, visitor });
      if (outcome === 'linked') return back(c, returnTo, null);
      if ('code' in outcome) return back(c, returnTo, outcome.code);
      const { person, endsSessionsOf } = outcome;
      await entries.take(String(person.id));
      const issued = await sessions.begin(person, { provider: providerId, ...cameFrom(c) });
      setSessionCookies(c, issued, now());
      if (endsSessionsOf !== null) await sessions.endAll(endsSessionsOf, issued.sessionId);
      // Their cookies are gone from this browser.
      const replaced = [visitor?.sessionId, attempt?.from?.sessionId].filter((id) => id != null);
      await sessions.end([...new Set(replaced)]);
      return back(c, returnTo, null);
    })
    .openapi(myIdentities, async (c) => c.json(await identitiesOf(db, signedIn(c).id, nameOf), 200))
    .openapi(unlinkIdentity, async (c) => {
      const outcome = await unlink(db, signedIn(c).id, c.req.valid('param').provider);
      if (outcome === 'not_found') throw new ProblemError(404, 'not_found', 'You do not sign in with it');
      if (outcome === 'last_identity') {
        throw new ProblemError(409, 'last_identity', 'It is the only way to sign in to this account');
      }
      return c.body(null, 204);
    });
}

const isSecure = (origin: string | null): boolean => origin?.startsWith('https:') === true;

/** Of somebody who is shut out only the session is known. */
const isShutOut = (c: Context<ApiEnv>): boolean => c.get('person') === null && c.get('session') !== null;

function visitorOf(c: Context<ApiEnv>): Visitor | null {
  const person = c.get('person');
  return person && { person, sessionId: c.get('session') };
}
