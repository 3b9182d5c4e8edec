import { type Hook, OpenAPIHono } from '@hono/zod-openapi';
import type { Person, Problem } from '../../schema/http.ts';
import type { Peer } from './attach-http.ts';
import { ProblemError } from './problem.ts';

/** What every handler finds in its context. */
export interface ApiEnv {
  Bindings: Peer;
  Variables: {
    /** Who asks, or null. A route for people who are signed in finds somebody here. */
    person: Person | null;
    /** The session in which that is, or null. */
    session: string | null;
  };
}

const mostFieldsShown = 20;

/** Turns input that does not fit its schema into a problem that says where. */
const refuseInvalid: Hook<unknown, ApiEnv, string, unknown> = (result, c) => {
  if (result.success) return;
  // Only ids stand in paths: one that can't be an id names nothing.
  if (result.target === 'param') {
    const isLot = result.error.issues.some(({ path }) => path[0] === 'id');
    if (isLot && c.req.path.startsWith('/api/lots/'))
      throw new ProblemError(404, 'unknown_lot', 'There is no such lot');
    throw new ProblemError(404, 'not_found', 'There is nothing at this address');
  }
  const fields: Problem['fields'] = result.error.issues
    .slice(0, mostFieldsShown)
    .map(({ path, message }) => ({ path: path.join('.'), message }));
  const where = fields[0]?.path ? `${fields[0].path}: ` : '';
  throw new ProblemError(400, 'invalid', `${where}${fields[0]?.message ?? 'not valid'}`, { fields });
};

/** An empty set of routes whose input is validated. */
export const newRoutes = (): OpenAPIHono<ApiEnv> => new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
