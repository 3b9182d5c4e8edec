import type { MiddlewareHandler } from 'hono';
import { isAllowedOrigin } from '../people/origin.ts';
import type { ApiEnv } from './api-env.ts';
import { ProblemError } from './problem.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);
const withBody = new Set(['POST', 'PUT', 'PATCH']);

/**
 * Keeps pages of other sites from changing anything in the name of the person whose cookie their requests
 * carry: the origin must be ours, and the body must be of the kind that forms can't send.
 */
export function guardBrowsers(publicOrigins: readonly string[]): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const { method } = c.req;
    if (reading.has(method)) return next();
    if (!isAllowedOrigin(c.req.header('origin'), c.req.header('host'), publicOrigins)) {
      throw new ProblemError(403, 'not_allowed', 'Requests from this site are not accepted');
    }
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (withBody.has(method) && type !== 'application/json') {
      throw new ProblemError(415, 'malformed', 'The body must be sent as application/json');
    }
    return next();
  };
}
