import type { Outcome } from '../execute/outcome.ts';
import type { FuzzCase, Target } from '../fuzz-case.ts';

/** What was sent and how it was answered. */
export class Tally {
  readonly cases: Record<Target, number> = { ws: 0, http: 0, inspect: 0 };
  /** Cases by what they are about. */
  readonly about = new Map<string, number>();
  /** Answers by target and kind. */
  readonly answers = new Map<string, number>();

  add({ target, about }: FuzzCase, { answers }: Outcome): void {
    this.cases[target]++;
    count(this.about, about);
    for (const answer of answers) count(this.answers, `${target} ${answer}`);
  }

  get total(): number {
    return this.cases.ws + this.cases.http + this.cases.inspect;
  }
}

const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
