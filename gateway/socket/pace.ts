/** What has something to publish when its window is over. */
interface Paced {
  publishPending(): void;
}

export interface PaceParts<Of> {
  readonly now: () => number;
  readonly later: (delayMs: number, task: () => void) => void;
  /** When the window ends in which is gathered what comes in (ms). */
  readonly dueAt: (of: Of) => number;
}

/** Publishes what may go out: one frame each and window, at once if that is over. */
export class Pace<Of extends Paced> {
  readonly #parts: PaceParts<Of>;
  /** Those with something that waits for their window to end. */
  readonly #dirty = new Set<Of>();
  /** When the next one is looked at (ms). */
  #dueAt = Number.POSITIVE_INFINITY;

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
    const { now, later, dueAt: dueAtOf } = this.#parts;
    const time = now();
    let waitMs = Number.POSITIVE_INFINITY;
    for (const of of this.#dirty) {
      const leftMs = dueAtOf(of) - time;
      if (leftMs > 0) {
        waitMs = Math.min(waitMs, leftMs);
        continue;
      }
      this.#dirty.delete(of);
      of.publishPending();
    }
    const dueAt = time + waitMs;
    if (dueAt >= this.#dueAt) return;
    this.#dueAt = dueAt;
    later(waitMs, () => {
      // One that was due sooner may have looked since.
      if (this.#dueAt === dueAt) this.#dueAt = Number.POSITIVE_INFINITY;
      this.publish();
    });
  }
}
