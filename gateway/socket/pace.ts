import type { Connection } from './connection.ts';

/** What has something to publish when its window is over. */
interface Paced {
  readonly members: ReadonlySet<Connection>;
  readonly publishedAt: number;
  publishPending(): void;
}

export interface PaceParts<Of> {
  readonly now: () => number;
  readonly later: (delayMs: number, task: () => void) => void;
  /** How long what comes in is gathered into one frame. */
  readonly windowMs: (of: Of) => number;
}

/** Publishes what may go out: one frame each and window, at once for what was quiet. */
export class Pace<Of extends Paced> {
  readonly #parts: PaceParts<Of>;
  /** Those with something that waits for their window to end. */
  readonly #dirty = new Set<Of>();
  #timerSet = false;

  constructor(parts: PaceParts<Of>) {
    this.#parts = parts;
  }

  add(of: Of): void {
    this.#dirty.add(of);
  }

  delete(of: Of): void {
    this.#dirty.delete(of);
  }

  publish(): void {
    if (this.#dirty.size === 0) return;
    const { now, later, windowMs } = this.#parts;
    const time = now();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const of of this.#dirty) {
      const waitMs = of.publishedAt + windowMs(of) - time;
      if (waitMs > 0) {
        nextMs = Math.min(nextMs, waitMs);
        continue;
      }
      this.#dirty.delete(of);
      of.publishPending();
    }
    if (this.#timerSet || this.#dirty.size === 0) return;
    this.#timerSet = true;
    later(nextMs, () => {
      this.#timerSet = false;
      this.publish();
    });
  }
}
