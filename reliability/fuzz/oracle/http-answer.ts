import { problemSchema } from '../../../schema/http.ts';
import { type Failure, failed } from '../failure.ts';
import type { HttpAnswer } from '../targets/http-message.ts';
import type { Operation } from '../targets/open-api.ts';
import { insideIn } from './discreet.ts';
import { unknownPath } from './unknown-path.ts';

const problemType = 'application/problem+json';

/** What uWebSockets.js itself says to what it can't read, before any code of ours sees it. */
const unreadable: ReadonlySet<number> = new Set([400, 431, 505]);

/** Codes of a problem after which one should try again: the only ones that may come with a 503. */
const passing: ReadonlySet<string> = new Set(['busy', 'retry', 'unavailable']);

/** Text that is written by us and not by those who ask, or is code that is public anyway. */
const isPublicFile = (type: string): boolean => /javascript|css|html|font|image|svg|manifest/.test(type);

/** Holds one answer against the documentation. */
export function judgeAnswer(
  answer: HttpAnswer,
  asked: { readonly operation: Operation | undefined; readonly isSound: boolean; readonly sent: string },
): Failure | null {
  const { status, headers, body } = answer;
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  const text = body.toString('utf8');
  const shown = `${status} ${type} ${text.slice(0, 800)}`;
  if (!isPublicFile(type) || status >= 400) {
    const inside = insideIn(text, asked.sent);
    if (inside !== null) return failed('discreet', `${JSON.stringify(inside)} in ${shown}`);
  }
  if (status === 100 || status === 101)
    return asked.isSound && status === 101 ? failed('documented', shown) : null;
  if (type === problemType)
    return judgeProblem(status, text, shown) ?? judgeStatus(asked.operation, status, type, shown);
  if (status >= 400) {
    // To HEAD no body comes, whose kind is said all the same.
    if (!asked.isSound && unreadable.has(status)) return null;
    return failed('documented', `no problem: ${shown}`);
  }
  return (
    judgeStatus(asked.operation, status, type, shown) ?? judgeBody(asked.operation, status, type, text, shown)
  );
}

function judgeProblem(status: number, text: string, shown: string): Failure | null {
  if (status < 400) return failed('documented', `a problem with a success: ${shown}`);
  // The answer to HEAD has the type of a problem and no body.
  if (text === '') return status >= 500 && status !== 503 ? failed('documented', shown) : null;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return failed('documented', `no JSON: ${shown}`);
  }
  const parsed = problemSchema.safeParse(raw);
  if (!parsed.success) return failed('documented', `no problem: ${shown}`);
  const unknown = unknownPath(raw, parsed.data);
  if (unknown !== null) return failed('documented', `${unknown} is not in a problem: ${shown}`);
  if (status >= 500 && !(status === 503 && passing.has(parsed.data.code))) return failed('documented', shown);
  return null;
}

function judgeStatus(
  operation: Operation | undefined,
  status: number,
  type: string,
  shown: string,
): Failure | null {
  if (operation === undefined) return null;
  const documented = operation.answers[status] ?? operation.answers.default;
  if (documented === undefined)
    return failed('documented', `${operation.name} does not know this status: ${shown}`);
  if (documented.content.size > 0 ? !documented.content.has(type) : type !== '') {
    return failed('documented', `${operation.name} does not know this type: ${shown}`);
  }
  return null;
}

function judgeBody(
  operation: Operation | undefined,
  status: number,
  type: string,
  text: string,
  shown: string,
): Failure | null {
  const schema = operation?.answers[status]?.content.get(type);
  if (schema === undefined || type !== 'application/json') return null;
  const parsed = schema.safeParse(JSON.parse(text));
  return parsed.success
    ? null
    : failed(
        'documented',
        `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}: ${shown}`,
      );
}
