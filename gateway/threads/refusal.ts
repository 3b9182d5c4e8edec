import { ProblemError } from '../http/problem.ts';
import type { Refusal } from './request-messages.ts';

/** The problem that came from another thread. */
export function problemFrom({ status, problem, headers }: Refusal): ProblemError {
  const { code, message, fields } = problem;
  return new ProblemError(status, code, message, { fields, headers: { ...headers } });
}

/** The problem as it can cross to another thread. */
export const refusalOf = ({ status, problem, headers }: ProblemError): Refusal => ({
  status,
  problem,
  headers,
});
