import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { type Access, httpAccess } from '../../schema/access.ts';
import type { People } from '../people/people.ts';
import type { ApiEnv } from './api-env.ts';
import { cameByHttps } from './came-by-https.ts';
import { ProblemError } from './problem.ts';

export interface AccessParts {
  readonly people: Pick<People, 'verifier'>;
  /** Id of the person who sells the lot with this id, or null if there is no such lot. */
  readonly sellerOf: (lotId: string) => Promise<number | null>;
}

/** The route that a request is for, as the table of access writes it, or null if there is none. */
function routeOf(c: Context): string | null {
  const route = matchedRoutes(c).find(({ method }) => method !== 'ALL');
  return route ? routeName(route.method, route.path) : null;
}

/** A route as the table of access writes it. */
export const routeName = (method: string, path: string): string =>
  `${method} ${path.replace(/:(\w+)/g, '{$1}')}`;

/** Lets a request through to its route if the table of access allows it. A route without an entry answers nobody. */
export function checkAccess({ people, sellerOf }: AccessParts): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    c.set('person', null);
    c.set('session', null);
    const route = routeOf(c);
    if (route === null) return next();
    const access: Access | undefined = httpAccess[route];
    if (access === undefined) throw new ProblemError(403, 'not_allowed', 'Nobody may use this address');

    const known = await people.verifier.verifyCookie(c.req.header('cookie'), cameByHttps(c.req.raw));
    const person = known === null || known.isBanned ? null : known.person;
    c.set('person', person);
    c.set('session', known?.sessionId ?? null);
    if (access === 'anyone') return next();
    if (known?.isBanned) throw new ProblemError(403, 'banned', 'This person was shut out');
    if (person === null) throw new ProblemError(401, 'not_signed_in', 'Sign in first');
    if (access === 'seller') {
      const seller = await sellerOf(lotIdIn(c.req.path));
      if (seller === null) throw new ProblemError(404, 'unknown_lot', 'There is no such lot');
      if (seller !== person.id) throw new ProblemError(403, 'not_allowed', 'Only the seller may do this');
    }
    return next();
  };
}

/** `/api/lots/{id}/…`: the only addresses that belong to somebody. */
const lotIdIn = (path: string): string => path.split('/')[3] ?? '';
