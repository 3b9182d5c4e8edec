import type { ErrorCode } from '../../../actors/inspection/protocol.ts';
import { type Failure, failed } from '../failure.ts';
import { contentOf, type FuzzCase } from '../fuzz-case.ts';
import { insideIn } from '../oracle/discreet.ts';
import { withRealNames } from '../stand-ins.ts';
import { Wire } from '../targets/wire.ts';
import type { Outcome } from './outcome.ts';
import { answerMs, type Subject } from './subject.ts';

/** Whatever an operator may be told; the record makes the compiler miss a code that is new. */
const errorCodes: Readonly<Record<ErrorCode, true>> = {
  bad_request: true,
  unknown_actor: true,
  not_halted: true,
  no_such_seq: true,
  no_journal: true,
  unsound: true,
  unavailable: true,
};

/** Runs a case on a connection to the inspection socket. */
export async function runInspect(fuzzCase: FuzzCase, { inspectPath, names }: Subject): Promise<Outcome> {
  const wire = await Wire.open({ path: inspectPath });
  try {
    for (const piece of fuzzCase.pieces) await wire.send(withRealNames(contentOf(piece), names));
    const sent = fuzzCase.pieces.map(contentOf).join('');
    // A whole request is answered before anything else; half a one is over when its sender says so.
    if (sent.includes('\n')) await wire.until(() => wire.received.includes('\n'), answerMs);
    wire.socket.end();
    await wire.until(() => false, answerMs);
    if (!wire.isOver) return { failure: failed('answersSound', 'the connection is not ended'), answers: [] };
    return judged(wire.received.toString('utf8'), sent);
  } finally {
    wire.drop();
  }
}

function judged(received: string, sent: string): Outcome {
  const answers: string[] = [];
  for (const line of received.split('\n').slice(0, -1)) {
    const { failure, answer } = judgedLine(line, sent);
    if (failure !== null) return { failure, answers };
    answers.push(answer);
  }
  if (answers.length === 0) return { failure: failed('answersSound', 'ended without an answer'), answers };
  return { failure: null, answers };
}

function judgedLine(line: string, sent: string): { failure: Failure | null; answer: string } {
  const wrong = (how: string) => ({
    failure: failed('documented', `${how}: ${line.slice(0, 500)}`),
    answer: '',
  });
  let said: { answer?: unknown; error?: { code?: unknown; message?: unknown } };
  try {
    said = JSON.parse(line);
  } catch {
    return wrong('no JSON');
  }
  const keys = Object.keys(said);
  if (keys.length === 1 && keys[0] === 'answer') return { failure: null, answer: 'answer' };
  const { code, message } = said.error ?? {};
  if (keys.length !== 1 || typeof message !== 'string') return wrong('neither an answer nor an error');
  if (typeof code !== 'string' || !Object.hasOwn(errorCodes, code)) return wrong('no known code');
  // Nothing was wrong with the server, so there is no reason why it could not answer.
  if (code === 'unsound' || message.startsWith('The request could not be answered'))
    return wrong('a failure of its own');
  const inside = insideIn(message, sent);
  if (inside !== null)
    return { failure: failed('discreet', `${inside} in ${line.slice(0, 500)}`), answer: '' };
  return { failure: null, answer: `error ${code}` };
}
