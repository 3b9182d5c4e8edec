/**
 * The stretch of time that a round measures, by the clock: a process that is kept busy with reading may be seconds
 * late to any timer, and must count the right things all the same.
 */
export class MeasuredTime {
  #fromMs = Number.POSITIVE_INFINITY;
  #toMs = Number.POSITIVE_INFINITY;

  /** Times are those of performance.now(). */
  set(fromMs: number, toMs: number): void {
    this.#fromMs = fromMs;
    this.#toMs = toMs;
  }

  /** It is over, if it was not before. */
  endAt(ms: number): void {
    this.#toMs = Math.min(this.#toMs, ms);
  }

  has(ms: number): boolean {
    return ms >= this.#fromMs && ms < this.#toMs;
  }

  get seconds(): number {
    return Math.max(0, this.#toMs - this.#fromMs) / 1_000;
  }
}
