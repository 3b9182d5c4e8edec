/** Counts the interesting states that a run has come through, so that a run that never sees one can be noticed. */
export class Milestones {
  readonly counts = new Map<string, number>();

  reach(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  add(other: Milestones): void {
    for (const [name, count] of other.counts) this.counts.set(name, (this.counts.get(name) ?? 0) + count);
  }

  /** Those of `expected` that were never reached. */
  missing(expected: readonly string[]): string[] {
    return expected.filter((name) => !this.counts.has(name));
  }
}
