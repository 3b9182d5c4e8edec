import { limits } from '../../schema/limits.ts';

/** How long the seller's pictures take to the server, as the seller's own page measures it. */
export class UpDelay {
  readonly #tell: (delayMs: number | null) => void;
  readonly #nowMs: () => number;
  #toldMs: number | null = null;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  /** `tell` reaches everybody who watches. */
  constructor(tell: (delayMs: number | null) => void, nowMs: () => number = () => performance.now()) {
    this.#tell = tell;
    this.#nowMs = nowMs;
  }

  /** What those who watch know; null while nothing was measured. */
  get toldMs(): number | null {
    return this.#toldMs;
  }

  /** Takes what was measured, and tells it on if one could see the difference. */
  report(delayMs: number): void {
    const nowMs = this.#nowMs();
    // The page measures again: what is left out here is not lost for long.
    if (nowMs - this.#toldAtMs < limits.upDelayWindowMs) return;
    if (this.#toldMs !== null && Math.abs(delayMs - this.#toldMs) <= limits.upDelayStepMs) return;
    this.#toldAtMs = nowMs;
    this.#say(delayMs);
  }

  /** Whoever measured it sends no longer. */
  forget(): void {
    if (this.#toldMs !== null) this.#say(null);
  }

  #say(delayMs: number | null): void {
    this.#toldMs = delayMs;
    this.#tell(delayMs);
  }
}
