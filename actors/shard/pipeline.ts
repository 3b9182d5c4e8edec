import { limits } from '../../schema/limits.ts';
import type { Journal, SlotEpochs } from '../journal/journal.ts';
import { Batch } from './batch.ts';
import type { Cell } from './cell.ts';
import type { LateHeads } from './late-heads.ts';
import type { Scheduler } from './scheduler.ts';

export interface PipelineParts {
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  readonly epochs: () => SlotEpochs;
  readonly lateHeads: LateHeads;
  /** An actor whose head can't be made. */
  readonly onUnsound: (cell: Cell, error: unknown) => void;
  readonly onCommitted: (batch: Batch, tookMs: number) => void;
  /** The outcome of `batch` is unknown; `gathering` rests on it. */
  readonly onFailed: (batch: Batch, gathering: Batch, error: unknown) => void;
}

/** The way to the journal: one batch in flight, one being gathered. */
export class Pipeline {
  readonly #parts: PipelineParts;
  #gathering = new Batch();
  #inFlight: Batch | null = null;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /** The batch that decisions go into. */
  get gathering(): Batch {
    return this.#gathering;
  }

  /** Whether something was decided so long ago, with a commit in flight, that nobody sees what is bid. */
  isStalled(): boolean {
    if (this.#inFlight === null) return false;
    return this.#parts.scheduler.now() - this.unseenSince > limits.commitStallMs;
  }

  /** When the oldest decision was made that nobody has seen yet (ms); Infinity if all have been seen. */
  get unseenSince(): number {
    return Math.min(this.#inFlight?.unseenSince ?? Number.POSITIVE_INFINITY, this.#gathering.unseenSince);
  }

  /** The time up to this moment is given back: it must not be counted again. */
  madeUp(untilMs: number): void {
    for (const batch of [this.#gathering, this.#inFlight]) {
      if (batch !== null) batch.unseenSince = Math.max(batch.unseenSince, untilMs);
    }
  }

  /** Sends what was gathered, and heads that are due, unless a commit is under way: then they wait for that one. */
  commit(): void {
    const { scheduler, lateHeads } = this.#parts;
    const batch = this.#gathering;
    const now = scheduler.now();
    // Every turn that decides something ends here, so this is the time of the first decision.
    if (batch.eventCount > 0) batch.unseenSince = Math.min(batch.unseenSince, now);
    else if (!lateHeads.isDue(now)) return;
    if (this.#inFlight === null) this.#send(batch, now);
  }

  #send(batch: Batch, headsDueAt: number): void {
    this.#gathering = new Batch();
    this.#inFlight = batch;
    const { scheduler, lateHeads, onCommitted, onFailed } = this.#parts;
    batch.startedAt = scheduler.now();
    this.#append(batch, headsDueAt).then(
      () => {
        this.#inFlight = null;
        onCommitted(batch, scheduler.now() - batch.startedAt);
        batch.settle();
      },
      (error: unknown) => {
        this.#inFlight = null;
        for (const cell of batch.caughtUp) lateHeads.add(cell, scheduler.now());
        const gathering = this.#gathering;
        this.#gathering = new Batch();
        onFailed(batch, gathering, error);
        batch.settle();
        gathering.settle();
      },
    );
  }

  async #append(batch: Batch, headsDueAt: number): Promise<void> {
    const { journal, epochs, lateHeads, onUnsound } = this.#parts;
    const commit = batch.toCommit(epochs(), lateHeads, headsDueAt, onUnsound);
    if (batch.stopped.length > 0) {
      batch.completeStopped(await journal.load(batch.stopped.map(({ actor }) => actor)));
    }
    await journal.append(commit);
  }

  /** Commits all that was gathered and resolves when nothing is under way. */
  async drain(): Promise<void> {
    for (this.commit(); this.#inFlight !== null; this.commit()) await this.#inFlight.settled;
  }

  /** Writes all heads that are behind, and gives up with the first that can't be written. Nothing may be under way. */
  async catchUp(): Promise<void> {
    const { lateHeads } = this.#parts;
    let before = Number.POSITIVE_INFINITY;
    while (lateHeads.size > 0 && lateHeads.size < before) {
      before = lateHeads.size;
      const batch = this.#gathering;
      this.#send(batch, Number.POSITIVE_INFINITY);
      await batch.settled;
    }
  }
}
