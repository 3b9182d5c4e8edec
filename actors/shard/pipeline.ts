import { limits } from '../../schema/limits.ts';
import type { Journal, SlotEpochs } from '../journal/journal.ts';
import { Batch } from './batch.ts';
import type { Cell } from './cell.ts';
import type { Scheduler } from './scheduler.ts';

export interface PipelineParts {
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  readonly epochs: () => SlotEpochs;
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

  /** Whether what the commit in flight holds was decided so long ago that nobody sees what is bid. */
  isStalled(): boolean {
    if (this.#inFlight === null) return false;
    return this.#parts.scheduler.now() - this.#inFlight.unseenSince > limits.commitStallMs;
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

  /** Sends what was gathered, unless a commit is under way: then it waits for that one and grows. */
  commit(): void {
    const batch = this.#gathering;
    if (batch.eventCount === 0) return;
    // Every turn that decides something ends here, so this is the time of the first decision.
    batch.unseenSince = Math.min(batch.unseenSince, this.#parts.scheduler.now());
    if (this.#inFlight !== null) return;
    this.#gathering = new Batch();
    this.#inFlight = batch;
    const { scheduler, onCommitted, onFailed } = this.#parts;
    batch.startedAt = scheduler.now();
    this.#append(batch).then(
      () => {
        this.#inFlight = null;
        onCommitted(batch, scheduler.now() - batch.startedAt);
        batch.settle();
      },
      (error: unknown) => {
        this.#inFlight = null;
        const gathering = this.#gathering;
        this.#gathering = new Batch();
        onFailed(batch, gathering, error);
        batch.settle();
        gathering.settle();
      },
    );
  }

  async #append(batch: Batch): Promise<void> {
    const { journal, epochs, onUnsound } = this.#parts;
    const commit = batch.toCommit(epochs(), onUnsound);
    if (batch.stopped.length > 0) {
      batch.completeStopped(await journal.load(batch.stopped.map(({ actor }) => actor)));
    }
    await journal.append(commit);
  }

  /** Commits all that was gathered and resolves when nothing is under way. */
  async drain(): Promise<void> {
    for (this.commit(); this.#inFlight !== null; this.commit()) await this.#inFlight.settled;
  }
}
