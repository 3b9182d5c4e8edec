import type { AnswerCode, ErrorCode } from '../../../schema/codes.ts';
import type { Problem } from '../../../schema/http.ts';

/** A code that the server answers with. */
export type Code = AnswerCode | ErrorCode;

/** A request that was refused or did not reach the server. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: Code;
  readonly fields: ReadonlyArray<{ readonly path: string; readonly message: string }>;

  constructor(status: number, problem: Problem) {
    super(problem.message);
    this.status = status;
    this.code = problem.code as Code;
    this.fields = problem.fields ?? [];
  }
}

const unreachable: Problem = { code: 'unavailable', message: 'the server cannot be reached' };

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

let renewSignIn: () => Promise<boolean> = () => Promise.resolve(false);

/** Says how the sign-in is renewed when the server no longer knows it; false if it can't be. */
export function onSignInLost(renew: () => Promise<boolean>): void {
  renewSignIn = renew;
}

/**
 * Asks the HTTP API; throws a `Refusal` for every answer that is not a success. Whoever was signed in and is not known
 * any more is signed in again first.
 */
export const request = <Answer>(method: Method, path: string, body?: unknown): Promise<Answer> =>
  onceMoreSignedIn(() => ask<Answer>(method, path, body));

/** Does something, and does it again when the server no longer knew who it was and does now. */
export async function onceMoreSignedIn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    const isLost = error instanceof Refusal && error.status === 401 && error.code === 'not_signed_in';
    if (!isLost || !(await renewSignIn())) throw error;
    return work();
  }
}

/** Asks the HTTP API once, as it stands. */
export async function ask<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const init: RequestInit = { method, credentials: 'same-origin' };
  if (signal) init.signal = signal;
  // What changes anything says that it is JSON, even without a body: no form of another site can say that.
  if (method !== 'GET') init.headers = { 'content-type': 'application/json' };
  if (body !== undefined) init.body = JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(`/api${path}`, init);
  } catch {
    throw new Refusal(0, unreachable);
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as Answer;
  throw new Refusal(response.status, isProblem(answer) ? answer : unreachable);
}

const isProblem = (answer: unknown): answer is Problem =>
  typeof answer === 'object' && answer !== null && 'code' in answer && 'message' in answer;

/** Runs a request and gives its refusal back as a value; any other error is a defect and goes on. */
export async function refusalOf(attempt: Promise<unknown>): Promise<Refusal | null> {
  try {
    await attempt;
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
