import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { httpAccess, type Rule } from '../../schema/access.ts';
import type { Config } from '../../schema/config.ts';
import type { Person } from '../../schema/http.ts';
import { judge, judgeLot, judgeRoom, type Refusal } from '../access/judge.ts';
import { sentenceOf, statusOf } from '../access/refusals.ts';
import type { People } from '../people/people.ts';
import type { ApiEnv } from './api-env.ts';
import { cameByHttps } from './came-by-https.ts';
import { ProblemError } from './problem.ts';

export interface AccessParts {
  readonly people: Pick<People, 'verifier'>;
  readonly config: Pick<Config, 'sellers'>;
  /** Id of the person who sells the lot with this id, or null if there is no such lot. */
  readonly sellerOf: (lotId: string) => Promise<number | null>;
  /** What this person is in the chat room of this lot. Rejects when that can't be told. */
  readonly standingOf: (lotId: string, personId: number) => Promise<{ readonly isModerator: boolean }>;
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
export function checkAccess({
  people,
  config,
  sellerOf,
  standingOf,
}: AccessParts): MiddlewareHandler<ApiEnv> {
  const rules: Readonly<Record<string, Rule>> = { ...httpAccess, 'POST /api/lots': { who: config.sellers } };

  return async (c, next) => {
    c.set('person', null);
    c.set('session', null);
    const route = routeOf(c);
    if (route === null) return next();
    const rule: Rule | undefined = rules[route];
    if (rule === undefined) throw new ProblemError(403, 'not_allowed', 'Nobody may use this address');

    const known = await people.verifier.verifyCookie(c.req.header('cookie'), cameByHttps(c.req.raw));
    const person = known === null || known.isBanned ? null : known.person;
    c.set('person', person);
    c.set('session', known?.sessionId ?? null);
    const lotRefusal = async (): Promise<Refusal | null> => {
      const lotId = lotIdIn(c.req.path);
      if (lotId === null) return 'not_allowed';
      const sellerId = await sellerOf(lotId);
      if (sellerId === null) throw new ProblemError(404, 'unknown_lot', 'There is no such lot');
      const ofLot = judgeLot(rule, person, { sellerId });
      if (ofLot !== 'ask_room') return ofLot;
      return judgeRoom(await standingOf(lotId, (person as Person).id));
    };
    const verdict = judge(rule, { person, isBanned: known?.isBanned ?? false });
    const refusal = verdict === 'ask_lot' ? await lotRefusal() : verdict;
    if (refusal !== null) throw new ProblemError(statusOf(refusal), refusal, sentenceOf(refusal, rule));
    return next();
  };
}

/** The lot that an address is about, or null: `/api/lots/{id}/…`, the only addresses that belong to somebody. */
const lotIdIn = (path: string): string | null => /^\/api\/lots\/([^/]+)/.exec(path)?.[1] ?? null;
