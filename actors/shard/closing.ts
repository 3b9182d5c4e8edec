import type { Cell } from './cell.ts';
import { Deadlines } from './deadlines.ts';
import type { Decider } from './decider.ts';
import type { MailRoom } from './mail-room.ts';
import type { Measures } from './measures.ts';
import type { Scheduler } from './scheduler.ts';
import type { ShardLane } from './shard-lane.ts';

export interface ClosingParts {
  readonly scheduler: Scheduler;
  readonly measures: Measures;
  readonly decider: Decider;
  readonly mailRoom: MailRoom;
  readonly lanes: ReadonlySet<ShardLane>;
  /** Takes in all bids that wait at a lane. */
  readonly takeIn: (lane: ShardLane) => void;
  readonly hasRoom: () => boolean;
  /** The actor's deadline has come, but it must be rebuilt first. */
  readonly onCold: (cell: Cell) => void;
  readonly onUndecidable: (cell: Cell, command: unknown, error: unknown) => void;
}

/**
 * What happens when a deadline comes: first everything that any gateway received before it is decided, then
 * the tick. Gateways are asked for a mark, for a bid that they received in time may still be on its way. What
 * was received later waits in the mailbox for this: a bid in time may move the deadline beyond it.
 */
export class Closing {
  readonly deadlines = new Deadlines<Cell>();
  readonly #parts: ClosingParts;
  readonly #due = new Set<Cell>();

  constructor(parts: ClosingParts) {
    this.#parts = parts;
  }

  /** Deals with the deadlines that have come; gives how many commands that took, at most `budget`. */
  decide(budget: number): number {
    this.#collect();
    let used = 0;
    for (const cell of this.#due) {
      if (used >= budget || !this.#parts.hasRoom()) break;
      if (cell.status === 'ready') used += this.#close(cell, budget - used);
      else this.#parts.onCold(cell);
    }
    return used;
  }

  /** The actor's state has changed: its deadline may have moved, and mail that stood aside may be in time now. */
  changed(cell: Cell): void {
    cell.until = cell.behaviour.deadline(cell.state) ?? Number.POSITIVE_INFINITY;
    // One that is being closed is looked at again before its tick.
    if (!cell.due) this.#arm(cell);
    if (cell.mailbox?.hasAside) this.#parts.mailRoom.enlist(cell);
  }

  /** The actor waits for its deadline as it is now. */
  rearm(cell: Cell): void {
    this.#settle(cell);
    this.changed(cell);
  }

  /** The actor waits for no deadline any more. */
  drop(cell: Cell): void {
    this.#settle(cell);
    cell.until = Number.POSITIVE_INFINITY;
    this.#arm(cell);
  }

  #arm(cell: Cell): void {
    this.deadlines.set(cell, cell.until === Number.POSITIVE_INFINITY ? null : cell.until);
  }

  #settle(cell: Cell): void {
    cell.due = false;
    this.#due.delete(cell);
  }

  #collect(): void {
    const now = this.#parts.scheduler.now();
    for (;;) {
      const cell = this.deadlines.first();
      if (cell === undefined || cell.deadline > now) return;
      this.deadlines.set(cell, null);
      cell.due = true;
      this.#due.add(cell);
    }
  }

  #close(cell: Cell, budget: number): number {
    const { scheduler, measures, decider, mailRoom, onUndecidable } = this.#parts;
    let used = 0;
    decider.giveBackOutages(cell);
    while (used < budget && cell.status === 'ready') {
      const deadline = cell.until;
      const now = scheduler.now();
      if (deadline > now) {
        this.#settle(cell);
        this.#arm(cell);
        break;
      }
      if (!this.#everyLaneHere(deadline)) break;
      used++;
      const envelope = mailRoom.take(cell);
      if (envelope !== undefined) {
        decider.decide(cell, envelope);
        continue;
      }
      measures.lateness(now - deadline);
      const command = cell.behaviour.tick(deadline);
      decider.decide(cell, { command, receivedAt: null, correlation: 0, lane: null });
      if (cell.status === 'ready' && cell.until === deadline) {
        onUndecidable(cell, command, new Error('a tick left its deadline standing'));
      }
    }
    return used;
  }

  /** Whether everything that any gateway received before `deadline` is here; asks those that lag behind. */
  #everyLaneHere(deadline: number): boolean {
    let all = true;
    for (const lane of this.#parts.lanes) {
      if (lane.markMs >= deadline) continue;
      if (lane.isQuiet()) {
        // In this order: a bid that is written from now on was received later.
        this.#parts.takeIn(lane);
        lane.markMs = deadline;
        continue;
      }
      lane.wantMark(deadline);
      all = false;
    }
    return all;
  }
}
