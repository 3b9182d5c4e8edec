import type { Failure } from '../failure.ts';

/** What came of a case. */
export interface Outcome {
  readonly failure: Failure | null;
  /** How it was answered, in a word or two, for the tally: codes and statuses. */
  readonly answers: readonly string[];
}
