import type { Answer } from '../../schema/behaviour.ts';
import { limits } from '../../schema/limits.ts';

/** The answer to a command that was refused for good. */
export interface Refusal {
  readonly answer: Answer;
  /** It has left, or rests on nothing that may still be lost. */
  isTold: boolean;
}

/** Refusals of one actor, remembered for a while so that a retry hears the same again. */
export class Refusals {
  readonly #byKey = new Map<string, Refusal>();

  get(key: string): Answer | undefined {
    return this.#byKey.get(key)?.answer;
  }

  remember(key: string, refusal: Refusal): void {
    this.#byKey.set(key, refusal);
    if (this.#byKey.size > limits.refusalMemoryPerActor) {
      this.#byKey.delete(this.#byKey.keys().next().value as string);
    }
  }

  /** What nobody was told may be decided anew; what somebody was told stays true, whatever was lost since. */
  forgetUntold(): void {
    for (const [key, { isTold }] of this.#byKey) if (!isTold) this.#byKey.delete(key);
  }
}
