/**
 * The moments of a fixed rate, from the first tick of a pacemaker on: each is dealt with at the first tick that does not
 * come before it, and knows when it was due, so that whatever was late shows as latency.
 */
export class Beats {
  readonly #intervalMs: number;
  readonly #beat: (dueMs: number, nowMs: number) => void;
  readonly #now: () => number;
  #nextAtMs: number | null = null;

  constructor(
    ratePerSecond: number,
    beat: (dueMs: number, nowMs: number) => void,
    now = () => performance.now(),
  ) {
    this.#intervalMs = 1_000 / ratePerSecond;
    this.#beat = beat;
    this.#now = now;
  }

  /** A tick that was due at `dueMs`: beats begin with it, not with when it came, or all later ones would just miss theirs. */
  tick(dueMs: number): void {
    const nowMs = this.#now();
    for (this.#nextAtMs ??= dueMs; this.#nextAtMs <= nowMs; this.#nextAtMs += this.#intervalMs) {
      this.#beat(this.#nextAtMs, nowMs);
    }
  }
}
