import { limits } from '../../schema/limits.ts';
import type { Cell } from './cell.ts';

/**
 * Actors that have changed since their heads were last written, in a way that lists may show a little later: a lot
 * that is bid on all the time has its row in the lists rewritten a few times a second, and not with each commit.
 */
export class LateHeads {
  /** Since when (ms), oldest first. */
  readonly #since = new Map<Cell, number>();

  has(cell: Cell): boolean {
    return this.#since.has(cell);
  }

  get size(): number {
    return this.#since.size;
  }

  /** The actor's head is behind from `now` (ms) on, if it was not already. */
  add(cell: Cell, now: number): void {
    if (!this.#since.has(cell)) this.#since.set(cell, now);
  }

  /** The actor's head is about to be written. */
  delete(cell: Cell): void {
    this.#since.delete(cell);
  }

  /** Whether one has been behind for as long as it may be. */
  isDue(now: number): boolean {
    for (const since of this.#since.values()) return since + limits.maxHeadLagMs <= now;
    return false;
  }

  /** Those that have been behind for as long as they may be, as many as one commit takes. */
  due(now: number): Cell[] {
    const found: Cell[] = [];
    for (const [cell, since] of this.#since) {
      if (since + limits.maxHeadLagMs > now || found.length === limits.maxLateHeads) break;
      found.push(cell);
    }
    return found;
  }
}
