import { type Failure, failed } from '../failure.ts';
import { contentOf, type FuzzCase } from '../fuzz-case.ts';
import { judgeAnswer } from '../oracle/http-answer.ts';
import { withRealNames } from '../stand-ins.ts';
import { type HttpAnswer, readAnswer } from '../targets/http-message.ts';
import { Wire } from '../targets/wire.ts';
import type { Outcome } from './outcome.ts';
import { answerMs, quietMs, type Subject } from './subject.ts';

/** Runs a case on an HTTP connection of its own. */
export async function runHttp(fuzzCase: FuzzCase, subject: Subject): Promise<Outcome> {
  const wire = await Wire.open({ port: subject.port });
  const sent = fuzzCase.pieces.map(contentOf).join('');
  const isToHead = sent.startsWith('HEAD ');
  const answers: HttpAnswer[] = [];
  let broken: string | null = null;
  const read = () => {
    try {
      for (;;) {
        const answer = readAnswer(wire.received, { isToHead, isOver: wire.isOver });
        if (answer === null) return;
        wire.take(answer.length);
        // What follows speaks another protocol.
        answers.push(answer);
        if (answer.status === 101) wire.take(wire.received.length);
      }
    } catch (error) {
      broken ??= (error as Error).message;
    }
  };
  const isAnswered = () => {
    if (broken === null) read();
    return broken !== null || answers.some(({ status }) => status !== 100);
  };
  try {
    for (const piece of fuzzCase.pieces) await wire.send(withRealNames(contentOf(piece), subject.names));
    if (fuzzCase.isSound) await wire.until(isAnswered, answerMs);
    else await wire.untilQuiet(quietMs);
    isAnswered();
    return { failure: judged(), answers: answers.map(({ status }) => String(status)) };
  } finally {
    wire.drop();
  }

  function judged(): Failure | null {
    // Of many requests on one connection nobody knows here which ones were to HEAD.
    if (broken !== null && (fuzzCase.isSound || !sent.includes('HEAD'))) return failed('documented', broken);
    if (fuzzCase.isSound && answers.length === 0) {
      const how = wire.isOver ? 'closed without an answer' : 'no answer';
      return failed('answersSound', `${how}; received ${wire.received.toString('latin1', 0, 200)}`);
    }
    const operation = fuzzCase.route === undefined ? undefined : subject.operations.get(fuzzCase.route);
    for (const answer of answers) {
      const failure = judgeAnswer(answer, { operation, isSound: fuzzCase.isSound, sent });
      if (failure !== null) return failure;
    }
    return null;
  }
}
