import type { Problem } from '../../schema/http.ts';

type Code = Problem['code'];

/** An answer that is not a success, thrown by whoever finds the reason. */
export class ProblemError extends Error {
  readonly status: number;
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: Code,
    message: string,
    more: { fields?: Problem['fields']; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = 'ProblemError';
    this.status = status;
    this.problem = { code, message, ...(more.fields ? { fields: more.fields } : {}) };
    this.headers = more.headers ?? {};
  }
}

/** A problem after which the client should try again. */
export function tryAgain(status: 429 | 503, code: Code, message: string, afterMs: number): ProblemError {
  const headers = { 'retry-after': String(Math.max(1, Math.ceil(afterMs / 1_000))) };
  return new ProblemError(status, code, message, { headers });
}

export const problemType = 'application/problem+json';

/** The problem as a response. */
export function problemResponse({ status, problem, headers }: ProblemError): Response {
  return new Response(JSON.stringify(problem), {
    status,
    headers: { ...headers, 'content-type': problemType, 'cache-control': 'no-store' },
  });
}
