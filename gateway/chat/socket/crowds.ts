import { limits } from '../../../schema/limits.ts';
import type { ViewerCount } from '../../socket/viewers.ts';

interface Seen {
  readonly at: number;
  readonly count: number;
}

/** Notices that more come to a lot at once than usual. */
export class Crowds {
  readonly #onCrowd: (lot: string) => void;
  /** Counts of the last while, the oldest first. */
  readonly #seen = new Map<string, Seen[]>();

  constructor(onCrowd: (lot: string) => void) {
    this.#onCrowd = onCrowd;
  }

  /** Takes in how many watch each lot that somebody watches, at this time (ms). */
  look(counts: Iterable<ViewerCount>, now: number): void {
    const gone = new Set(this.#seen.keys());
    for (const { lot, count } of counts) {
      gone.delete(lot);
      this.#look(lot, { at: now, count });
    }
    for (const lot of gone) this.#seen.delete(lot);
  }

  #look(lot: string, seen: Seen): void {
    // Nobody was there before.
    const last = this.#seen.get(lot) ?? [{ at: seen.at, count: 0 }];
    const recent = [...last.filter(({ at }) => at > seen.at - limits.raidWindowMs), seen];
    const least = Math.min(...recent.map(({ count }) => count));
    const isCrowd = seen.count - least >= limits.raidJoins;
    // As many more again are another one.
    this.#seen.set(lot, isCrowd ? [seen] : recent);
    if (isCrowd) this.#onCrowd(lot);
  }
}
