import type { SlotOutage } from '../journal/journal.ts';
import type { Cell } from './cell.ts';

/**
 * The times in which nobody could bid. An actor is told of each before anything else of it is decided, so
 * an outage of ten thousand auctions costs nothing until they are touched.
 */
export class Outages {
  #all: SlotOutage[] = [];

  constructor(known: readonly SlotOutage[] = []) {
    this.#all = [...known];
  }

  add(outage: SlotOutage): void {
    this.#all.push(outage);
  }

  /** Whether there is one that this actor has not been told of. */
  hasUntold(cell: Cell): boolean {
    return cell.outagesSeen < this.#all.length;
  }

  /** The commands by which this actor learns of the outages that it has not been told of. */
  *untold(cell: Cell): Generator<unknown> {
    while (this.hasUntold(cell)) {
      const outage = this.#all[cell.outagesSeen++] as SlotOutage;
      if (!outage.slots.has(cell.slot)) continue;
      const command = cell.behaviour.outage(outage);
      if (command !== null) yield command;
    }
  }
}
