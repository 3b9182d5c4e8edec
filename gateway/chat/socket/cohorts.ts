import type { Connection } from '../../socket/connection.ts';
import { Cohort, type CohortParts } from './cohort.ts';

const mostCohorts = 16;
/** So many are told at a time before there is another cohort. */
const smallCohort = 32;

/**
 * Those in a room by when they are told what was said: they take turns, so that the writes to a crowd are spread over
 * the window instead of keeping bids waiting at its end.
 */
export class Cohorts {
  readonly #parts: Omit<CohortParts, 'phase'>;
  readonly #cohortOf = new Map<Connection, Cohort>();
  #cohorts: readonly Cohort[] = [];

  constructor(parts: Omit<CohortParts, 'phase'>) {
    this.#parts = parts;
  }

  /** Somebody who knows all that was said so far is told what follows. */
  join(connection: Connection): void {
    const cohort = this.#cohortToJoin();
    cohort.tell();
    cohort.members.add(connection);
    this.#cohortOf.set(connection, cohort);
  }

  leave(connection: Connection): void {
    const cohort = this.#cohortOf.get(connection);
    this.#cohortOf.delete(connection);
    if (!cohort?.members.delete(connection) || cohort.members.size > 0) return;
    this.#cohorts = this.#cohorts.filter((one) => one !== cohort);
  }

  gather(text: string): void {
    for (const cohort of this.#cohorts) cohort.gather(text);
  }

  /** Tells all of them out of turn. */
  tell(): void {
    for (const cohort of this.#cohorts) cohort.tell();
  }

  drop(): void {
    for (const cohort of this.#cohorts) cohort.drop();
  }

  #cohortToJoin(): Cohort {
    let smallest: Cohort | null = null;
    for (const cohort of this.#cohorts) {
      if (cohort.members.size < (smallest?.members.size ?? Number.POSITIVE_INFINITY)) smallest = cohort;
    }
    const isRoom = smallest !== null && smallest.members.size < smallCohort;
    if (smallest !== null && (isRoom || this.#cohorts.length === mostCohorts)) return smallest;
    const cohort: Cohort = new Cohort({
      ...this.#parts,
      phase: () => Math.max(0, this.#cohorts.indexOf(cohort)) / this.#cohorts.length,
    });
    this.#cohorts = [...this.#cohorts, cohort];
    return cohort;
  }
}
