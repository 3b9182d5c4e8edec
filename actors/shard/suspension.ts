import { limits } from '../../schema/limits.ts';
import { Deposed, type Journal, type SlotEpochs, type SlotOutage } from '../journal/journal.ts';
import type { Scheduler } from './scheduler.ts';

export interface SuspensionParts {
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  readonly slots: readonly number[];
  readonly epochs: () => SlotEpochs;
  readonly isEnded: () => boolean;
  /** The journal works again; the outage is written down and has to be given back. */
  readonly onRecovered: (outage: SlotOutage) => void;
  readonly onDeposed: (reason: string) => void;
}

/**
 * The state in which nobody can bid, because the journal fails or was too slow to show anybody what was bid.
 * Nothing is decided meanwhile; it ends when the journal has answered and the lost time is written down.
 */
export class Suspension {
  readonly #parts: SuspensionParts;
  #since: number | null = null;
  #isFailing = false;

  constructor(parts: SuspensionParts) {
    this.#parts = parts;
  }

  get isOn(): boolean {
    return this.#since !== null;
  }

  /** Whether the journal gives errors, rather than having been slow. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** Begins, with the time since when nobody could bid; an earlier time than is known extends it. */
  begin(since: number, isFailing: boolean): void {
    this.#isFailing ||= isFailing;
    if (this.#since !== null) {
      this.#since = Math.min(this.#since, since);
      return;
    }
    this.#since = since;
    void this.#recover();
  }

  async #recover(): Promise<void> {
    const { journal, scheduler, slots, epochs, isEnded, onRecovered, onDeposed } = this.#parts;
    for (let pauseMs: number = limits.minRetryMs; !isEnded(); ) {
      try {
        await journal.heartbeat(epochs(), scheduler.now());
        const to = scheduler.now();
        const from = this.#since ?? to;
        const outageId = await journal.recordOutage(slots, from, to);
        this.#since = null;
        this.#isFailing = false;
        return onRecovered({ outageId, from, to, slots: new Set(slots) });
      } catch (error) {
        if (error instanceof Deposed) return onDeposed(error.message);
        await scheduler.sleep(pauseMs);
        pauseMs = Math.min(pauseMs * 2, limits.maxRetryMs);
      }
    }
  }
}
