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
  #pauseMs: number = limits.minRetryMs;
  #recoveredAt = 0;

  constructor(parts: SuspensionParts) {
    this.#parts = parts;
  }

  get isOn(): boolean {
    return this.#since !== null;
  }

  /** Since when nobody can bid (ms); null when all is well. */
  get since(): number | null {
    return this.#since;
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
    // A journal that fails again right after it recovered is left in peace for longer and longer.
    if (scheduler.now() - this.#recoveredAt > limits.maxRetryMs) this.#pauseMs = limits.minRetryMs;
    else if (this.#isFailing) await this.#pause();
    while (!isEnded()) {
      try {
        const from = this.#since ?? scheduler.now();
        // No sign of life is later than the outage began, so that a crash before it is written down gives
        // all of it back; and only an owner of the slots may write it.
        await journal.heartbeat(epochs(), from);
        const to = scheduler.now();
        const outageId = await journal.recordOutage(slots, from, to);
        // From here on a crash must not give it back again.
        void journal.heartbeat(epochs(), to).catch(() => {});
        this.#since = null;
        this.#isFailing = false;
        this.#recoveredAt = to;
        return onRecovered({ outageId, from, to, slots: new Set(slots) });
      } catch (error) {
        if (error instanceof Deposed) return onDeposed(error.message);
        await this.#pause();
      }
    }
  }

  async #pause(): Promise<void> {
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, limits.maxRetryMs);
    await this.#parts.scheduler.sleep(pauseMs);
  }
}
