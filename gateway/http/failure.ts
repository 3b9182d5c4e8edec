import type { Peer } from './attach-http.ts';
import { ProblemError } from './problem.ts';

export interface FailureLog {
  error(details: object, message: string): void;
}

/** What is answered when a request failed. Nothing is said of a failure of ours but how to find it in the log. */
export function problemOf(error: unknown, peer: Peer, log: FailureLog): ProblemError {
  if (error instanceof ProblemError) return error;
  log.error({ err: error, ...peer }, 'A request failed');
  return new ProblemError(500, 'internal', `Something failed here; it is on record as ${peer.requestId}`);
}
