import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import type { Cell } from './cell.ts';
import type { Closing } from './closing.ts';
import type { MailRoom } from './mail-room.ts';
import type { Rebuilder } from './rebuilder.ts';
import type { Scheduler } from './scheduler.ts';

export interface HaltingParts {
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  readonly log: Log;
  readonly closing: Closing;
  readonly mailRoom: MailRoom;
  readonly rebuilder: Rebuilder;
  /** Sends what lanes have gathered. */
  readonly flush: () => void;
}

/** Stops one actor, for good reason: it can't decide this command, and guessing is worse than stopping. */
export class Halting {
  readonly #parts: HaltingParts;

  constructor(parts: HaltingParts) {
    this.#parts = parts;
  }

  halt(cell: Cell, command: unknown, error: unknown): void {
    const { closing, mailRoom, flush } = this.#parts;
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    cell.halt(reason);
    closing.drop(cell);
    mailRoom.drain(cell, 'halted');
    this.#record(cell, command, reason);
    if (cell.batch === null) return tellWatchers(cell);
    // What it decided before is still to be told.
    void cell.batch.settled.then(() => {
      tellWatchers(cell);
      flush();
    });
  }

  /** Lets an actor that was stopped try again from the journal, as soon as that has all that it decided. */
  revive(cell: Cell): void {
    if (cell.batch !== null) return void cell.batch.settled.then(() => this.revive(cell));
    if (cell.status !== 'halted') return;
    cell.haltedBy = null;
    cell.forget();
    this.#parts.rebuilder.demand(cell);
  }

  #record(cell: Cell, command: unknown, error: string): void {
    const { journal, log, scheduler } = this.#parts;
    const { actor, seq } = cell;
    log('error', 'an actor was stopped by a command that it could not decide', { actor, seq, error });
    journal.recordDead({ actor, seq, at: scheduler.now(), command, error }).catch((failure) => {
      log('error', 'a command that could not be decided could not be recorded either', {
        actor,
        error: String(failure),
      });
    });
  }
}

function tellWatchers(cell: Cell): void {
  for (const [lane, handle] of cell.watchers ?? []) lane.halted(handle);
}
