import { Conflict, Deposed } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import type { Batch } from './batch.ts';
import type { Cells } from './cells.ts';
import type { MailRoom } from './mail-room.ts';
import type { Rebuilder } from './rebuilder.ts';
import type { SignsOfLife } from './signs-of-life.ts';
import type { Suspension } from './suspension.ts';

export interface FailuresParts {
  readonly cells: Cells;
  readonly mailRoom: MailRoom;
  readonly rebuilder: Rebuilder;
  readonly suspension: Suspension;
  readonly signsOfLife: SignsOfLife;
  readonly log: Log;
  readonly onDeposed: (reason: string) => void;
}

/** What follows when the journal fails: what can't be trusted is forgotten, and nobody is left to wait. */
export class Failures {
  readonly #parts: FailuresParts;

  constructor(parts: FailuresParts) {
    this.#parts = parts;
  }

  /** Nobody knows what became of `batch`, and `gathering` rests on it. */
  ofCommit(batch: Batch, gathering: Batch, error: unknown): void {
    const since = Math.min(batch.unseenSince, gathering.unseenSince);
    batch.abandon();
    gathering.abandon();
    const isKnown = error instanceof Conflict || error instanceof Deposed;
    if (!isKnown) this.#parts.suspension.doubt();
    this.ofJournal(error, since);
    // Only now, for nothing may be rebuilt that a commit on its way could still change. Forgotten actors keep
    // their mail and their deadlines, and are rebuilt before either is dealt with.
    for (const cell of [...batch.cells, ...gathering.cells]) this.#parts.rebuilder.demand(cell);
  }

  /** The journal failed, and what was asked of it at `since` (ms) has no answer. */
  ofJournal(error: unknown, since: number): void {
    const { cells, mailRoom, suspension, signsOfLife, log, onDeposed } = this.#parts;
    if (error instanceof Deposed) return onDeposed(error.message);
    log('error', 'the journal failed', { error: error instanceof Error ? error.message : String(error) });
    if (error instanceof Conflict) {
      // Somebody else wrote: either this shard was deposed, which a sign of life tells, or its actors were
      // behind and are rebuilt. Nobody was kept from bidding.
      void signsOfLife.give();
      return;
    }
    for (const cell of cells.byActor.values()) mailRoom.drain(cell, 'retry');
    suspension.begin(since, true);
  }
}
