/** A promise that did not hold: the invariant's sentence, and what was seen. */
export class Broken extends Error {
  readonly invariant: string;

  constructor(invariant: string, seen: string) {
    super(`${invariant}: ${seen}`);
    this.invariant = invariant;
  }
}
