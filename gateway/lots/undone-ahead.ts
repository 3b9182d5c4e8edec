/** So many of the next bids were taken back: of these people, who are one, or of anybody if none is named. */
export type UndoneBids = readonly [count: number, ...people: number[]];

/**
 * Finds the bids that were taken back in a journal that is read from its end: what says so comes before them. An undo
 * takes back the last bid that stood, so that the two match like brackets; a ban those of one person.
 */
export class UndoneAhead {
  readonly #expected: [count: number, ...people: number[]][];

  constructor(expected: readonly UndoneBids[]) {
    this.#expected = expected.map(([count, ...people]) => [count, ...people]);
  }

  /** What was met and whose bids are still to come, in the order in which it was met. */
  get left(): readonly UndoneBids[] {
    return this.#expected;
  }

  /** So many of the next bids are undone: those of this person, or whichever come. */
  expect(count: number, person?: number): void {
    const last = this.#expected.at(-1);
    if (person !== undefined) this.#expected.push([count, person]);
    else if (last?.length === 1) last[0] += count;
    else this.#expected.push([count]);
  }

  /** From here on back, `to` has bids under the name of `from` as well. */
  expectAlsoOf(from: number, to: number): void {
    for (const one of this.#expected) if (one.indexOf(to, 1) > 0) one.push(from);
  }

  /** Whether the bid of this person that is met now was taken back. */
  take(by: number): boolean {
    const n = this.#expected.findLastIndex((one) => one.length === 1 || one.indexOf(by, 1) > 0);
    const found = this.#expected[n];
    if (found === undefined) return false;
    found[0] -= 1;
    if (found[0] === 0) this.#expected.splice(n, 1);
    return true;
  }
}
