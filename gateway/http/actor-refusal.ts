import type { AnswerCode } from '../../schema/codes.ts';
import { ProblemError, tryAgain } from './problem.ts';

/** How the refusals of one kind of actor are told over HTTP. */
export interface RefusalWords {
  /** Status of each refusal that would be the same again. */
  readonly statusOf: Readonly<Partial<Record<AnswerCode, number>>>;
  readonly sentences: Readonly<Partial<Record<AnswerCode, string>>>;
  /** What is said of any other. */
  readonly otherwise: string;
}

const retryMs = 1_000;

/** The refusal of an actor as a problem; one without a status of its own can be tried again. */
export function actorRefusal(
  { statusOf, sentences, otherwise }: RefusalWords,
  code: AnswerCode,
): ProblemError {
  const sentence = sentences[code] ?? otherwise;
  const status = statusOf[code];
  return status ? new ProblemError(status, code, sentence) : tryAgain(503, code, sentence, retryMs);
}
