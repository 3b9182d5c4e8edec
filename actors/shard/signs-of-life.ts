import { limits } from '../../schema/limits.ts';
import { Deposed, type Journal, type Tenure } from '../journal/journal.ts';
import type { Scheduler } from './scheduler.ts';

export interface SignsOfLifeParts {
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  readonly tenure: () => Tenure;
  /** Up to when everything that was asked of this shard has been dealt with (ms). */
  readonly accountedUntil: () => number;
  readonly mayBeGiven: () => boolean;
  readonly onDeposed: (reason: string) => void;
}

/**
 * Tells the journal up to when all was well: never later than a decision that nobody has seen yet or a query without
 * an answer, so that a crash gives all of that back.
 */
export class SignsOfLife {
  readonly #parts: SignsOfLifeParts;

  constructor(parts: SignsOfLifeParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#parts.scheduler.every(limits.heartbeatMs, () => void this.give());
  }

  /** Gives one, and learns whether the slots belong to somebody else by now. */
  async give(): Promise<void> {
    if (!this.#parts.mayBeGiven()) return;
    try {
      await this.#sign();
    } catch (error) {
      if (error instanceof Deposed) this.#parts.onDeposed(error.message);
    }
  }

  /** Gives the last one, if that is possible. */
  async end(): Promise<void> {
    await this.#sign().catch(() => {});
  }

  #sign(): Promise<void> {
    const { journal, tenure, accountedUntil } = this.#parts;
    return journal.heartbeat(tenure(), accountedUntil());
  }
}
