import { limits } from '../../schema/limits.ts';
import type { Cell } from './cell.ts';
import type { Decider } from './decider.ts';
import type { Pipeline } from './pipeline.ts';
import type { Scheduler } from './scheduler.ts';

export interface GivingBackParts {
  readonly scheduler: Scheduler;
  readonly decider: Decider;
  readonly pipeline: Pipeline;
  readonly mayDecide: () => boolean;
}

/**
 * After an outage the running auctions show their new deadlines soon, some at a time; whichever is touched first
 * gets its own at once.
 */
export class GivingBack {
  readonly #parts: GivingBackParts;
  /** Running actors that have not been told of the last outage. */
  readonly #untold = new Set<Cell>();

  constructor(parts: GivingBackParts) {
    this.#parts = parts;
  }

  /** Tells those of these actors that wait for a deadline. */
  begin(cells: Iterable<Cell>): void {
    for (const cell of cells) if (cell.status === 'ready' && cell.place >= 0) this.#untold.add(cell);
    this.#some();
  }

  #some(): void {
    const { scheduler, decider, pipeline, mayDecide } = this.#parts;
    if (!mayDecide()) return;
    let count = 0;
    for (const cell of this.#untold) {
      if (count++ >= limits.loadActors || pipeline.gathering.isFull) break;
      this.#untold.delete(cell);
      if (cell.status === 'ready') decider.giveBackOutages(cell);
    }
    pipeline.commit();
    if (this.#untold.size > 0) scheduler.soon(() => this.#some());
  }
}
