import { backoffMs } from '../connection/backoff.ts';

/**
 * More failures in a row than this will not come right by themselves, and the socket that bids must not be
 * cut off for asking in vain.
 */
const mostAttempts = 8;

/** Counts attempts at something that fails, and says how long to wait before the next. */
export class Attempts {
  #made = 0;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The wait before the next attempt, spread at random, or null when enough were made. */
  nextMs(): number | null {
    return this.#made < mostAttempts ? backoffMs(this.#made++, this.#random()) : null;
  }

  /** What went well, or was asked for by a person, begins anew. */
  forget(): void {
    this.#made = 0;
  }
}
