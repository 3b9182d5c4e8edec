import { limits } from '../../schema/limits.ts';
import { Deposed, type Journal, type SlotEpochs, type SlotOutage, type Tenure } from '../journal/journal.ts';
import type { Scheduler } from './scheduler.ts';

export interface SuspensionParts {
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  readonly tenure: () => Tenure;
  /** Up to when everything that was asked of this shard has been dealt with (ms). */
  readonly accountedUntil: () => number;
  readonly isEnded: () => boolean;
  /** From here on the slots are held in these epochs. */
  readonly onRenewed: (epochs: SlotEpochs) => void;
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
  #since = Number.POSITIVE_INFINITY;
  #isFailing = false;
  /** A commit may still be on its way that was given up. */
  #isOutcomeUnknown = false;
  #pauseMs: number = limits.minRetryMs;
  #recoveredAt = 0;

  constructor(parts: SuspensionParts) {
    this.#parts = parts;
  }

  get isOn(): boolean {
    return this.#since < Number.POSITIVE_INFINITY;
  }

  /** Since when nobody can bid (ms); Infinity when all is well. */
  get since(): number {
    return this.#since;
  }

  /** Whether the journal gives errors, rather than having been slow. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /**
   * Begins, with the time since when nobody could bid. Whatever is under way besides and fails as well belongs to
   * the same outage, so that begins with the oldest of it; but time that was given back is not given back again.
   */
  begin(since: number, isFailing: boolean): void {
    this.#isFailing ||= isFailing;
    if (this.isOn) return;
    this.#since = Math.max(this.#recoveredAt, Math.min(since, this.#parts.accountedUntil()));
    void this.#recover();
  }

  /** The outcome of a commit is unknown: it must have been settled before anything is rebuilt or decided. */
  doubt(): void {
    this.#isOutcomeUnknown = true;
  }

  async #recover(): Promise<void> {
    const { journal, scheduler, tenure, isEnded, onRecovered, onDeposed } = this.#parts;
    // A journal that fails again right after it recovered is left in peace for longer and longer.
    if (scheduler.now() - this.#recoveredAt > limits.maxRetryMs) this.#pauseMs = limits.minRetryMs;
    else if (this.#isFailing) await this.#pause();
    const from = this.#since;
    while (!isEnded()) {
      try {
        await this.#settle();
        const to = scheduler.now();
        // However often this is tried, and whichever attempts were written, it is one outage.
        const outageId = await journal.recordOutage(tenure(), from, to);
        if (this.#isOutcomeUnknown) continue;
        this.#since = Number.POSITIVE_INFINITY;
        this.#isFailing = false;
        this.#recoveredAt = to;
        return onRecovered({ outageId, from, to, slots: new Set(tenure().epochs.keys()) });
      } catch (error) {
        if (error instanceof Deposed) return onDeposed(error.message);
        await this.#pause();
      }
    }
  }

  /** Sees to it that a commit that was given up does not land after its actors are rebuilt. */
  async #settle(): Promise<void> {
    const { journal, tenure, onRenewed } = this.#parts;
    if (!this.#isOutcomeUnknown) return;
    onRenewed(await journal.renew(tenure()));
    this.#isOutcomeUnknown = false;
  }

  async #pause(): Promise<void> {
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, limits.maxRetryMs);
    await this.#parts.scheduler.sleep(pauseMs);
  }
}
