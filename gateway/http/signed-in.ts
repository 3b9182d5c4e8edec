import type { Context } from 'hono';
import type { Person } from '../../schema/http.ts';
import type { ApiEnv } from './api-env.ts';
import { ProblemError } from './problem.ts';

/** The person who asks, on a route for people who are signed in. */
export function signedIn(c: Context<ApiEnv>): Person {
  const person = c.get('person');
  // Reached only if a route asks for a person that the table of access does not demand.
  if (person === null) throw new ProblemError(401, 'not_signed_in', 'Sign in first');
  return person;
}
