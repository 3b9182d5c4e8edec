import { limits } from '../../schema/limits.ts';
import type { Journal, Loaded, Tenure } from '../journal/journal.ts';
import type { Cell } from './cell.ts';
import type { LateHeads } from './late-heads.ts';
import { replay } from './replay.ts';
import type { Scheduler } from './scheduler.ts';

export interface RebuilderParts {
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  readonly tenure: () => Tenure;
  readonly lateHeads: LateHeads;
  /** Whether the journal can be asked at all, and whether there is room for what warming actors may decide. */
  readonly mayLoad: () => boolean;
  readonly hasRoom: () => boolean;
  readonly onRebuilt: (cell: Cell) => void;
  readonly onUnsound: (cell: Cell, error: unknown) => void;
  readonly onFailed: (error: unknown, since: number) => void;
  /** A query's actors are all rebuilt. */
  readonly onLoaded: () => void;
}

/** Rebuilds actors from the journal, many with one query: those that somebody waits for go first. */
export class Rebuilder {
  readonly #parts: RebuilderParts;
  readonly #demanded = new Set<Cell>();
  /** Actors with a deadline, rebuilt in the background after a start. */
  readonly #warming = new Set<Cell>();
  #loadingSince = Number.POSITIVE_INFINITY;

  constructor(parts: RebuilderParts) {
    this.#parts = parts;
  }

  /** When the query under way was sent (ms); Infinity if there is none. */
  get loadingSince(): number {
    return this.#loadingSince;
  }

  has(cell: Cell): boolean {
    return this.#demanded.has(cell) || this.#warming.has(cell);
  }

  warm(cell: Cell): void {
    this.#warming.add(cell);
  }

  demand(cell: Cell): void {
    if (cell.status !== 'cold') return;
    this.#warming.delete(cell);
    this.#demanded.add(cell);
    this.load();
  }

  /** Starts the next query if none is under way and there is something to ask for. */
  load(): void {
    const { journal, scheduler, tenure, mayLoad, hasRoom } = this.#parts;
    if (this.#loadingSince < Number.POSITIVE_INFINITY || !mayLoad()) return;
    const cells = this.#take(this.#demanded);
    if (cells.length === 0 && hasRoom()) cells.push(...this.#take(this.#warming));
    if (cells.length === 0) return;
    const startedAt = scheduler.now();
    this.#loadingSince = startedAt;
    const actors = cells.map(({ actor }) => actor);
    void journal.load(actors, tenure()).then(
      (loaded) => {
        this.#loadingSince = Number.POSITIVE_INFINITY;
        for (const cell of cells) this.#rebuild(cell, loaded.get(cell.actor));
        this.#parts.onLoaded();
        this.load();
      },
      (error: unknown) => {
        this.#loadingSince = Number.POSITIVE_INFINITY;
        for (const cell of cells) {
          if (cell.status !== 'loading') continue;
          cell.forget();
          this.#demanded.add(cell);
        }
        this.#parts.onFailed(error, startedAt);
      },
    );
  }

  #take(from: Set<Cell>): Cell[] {
    const cells: Cell[] = [];
    for (const cell of from) {
      if (cells.length === limits.loadActors) break;
      from.delete(cell);
      if (cell.status !== 'cold') continue;
      cell.status = 'loading';
      cells.push(cell);
    }
    return cells;
  }

  #rebuild(cell: Cell, loaded: Loaded | undefined): void {
    // An actor that was forgotten again in the meantime is asked for again.
    if (cell.status !== 'loading') return;
    try {
      const { state, seq, lastEvent } = replay(cell.behaviour, loaded);
      cell.state = state;
      cell.seq = seq;
      cell.checkpointSeq = loaded?.checkpoint?.seq ?? 0;
      cell.lastEvent = lastEvent ?? cell.lastEvent;
      cell.outagesSeen = 0;
      cell.status = 'ready';
      // A crash comes between a commit and the heads that were to follow it.
      if ((loaded?.headSeq ?? 0) < seq) this.#parts.lateHeads.add(cell, this.#parts.scheduler.now());
      this.#parts.onRebuilt(cell);
    } catch (error) {
      this.#parts.onUnsound(cell, error);
    }
  }
}
