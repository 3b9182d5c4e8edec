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

/** Asks the HTTP API; throws a `Refusal` for every answer that is not a success. */
export async function request<Answer>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer> {
  const init: RequestInit = { method, credentials: 'same-origin' };
  if (body !== undefined) {
    init.headers = { 'content-type': 'application/json' };
    init.body = JSON.stringify(body);
  }
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
