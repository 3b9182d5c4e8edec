import { answerNumber } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import type { Cell } from './cell.ts';
import type { Decider } from './decider.ts';
import { type Envelope, Mailbox } from './mailbox.ts';
import type { Measures } from './measures.ts';
import { Queue } from './queue.ts';

export interface MailRoomParts {
  readonly decider: Decider;
  readonly measures: Measures;
  /** Whether the batch takes more, and whether it takes more of what gives way. */
  readonly hasRoom: () => boolean;
  readonly hasRoomToYield: () => boolean;
  readonly onEmptied: (cell: Cell) => void;
}

/**
 * All mail of a shard: bounded as a whole, and handed out in fair shares, so that no actor starves another. Actors of
 * kinds that give way have their turns when nobody else has mail.
 */
export class MailRoom {
  readonly #parts: MailRoomParts;
  /** Rebuilt actors with mail, in the order of their turns: those that go first, and those that give way. */
  readonly #ready = new Queue<Cell>();
  readonly #yielding = new Queue<Cell>();
  #waiting = 0;

  constructor(parts: MailRoomParts) {
    this.#parts = parts;
  }

  /** Whether something that gave way could be decided now: another turn is due. */
  get hasYielded(): boolean {
    return this.#yielding.size > 0 && this.#parts.hasRoomToYield();
  }

  /** Commands that wait in all mailboxes. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Puts a command into its actor's mailbox, or refuses it at once as `busy`; true if it was put there. */
  put(cell: Cell, envelope: Envelope): boolean {
    cell.mailbox ??= new Mailbox();
    if (this.#waiting >= limits.maxShardCommands || !cell.mailbox.put(envelope)) {
      this.refuse(envelope, 'busy');
      return false;
    }
    this.#waiting++;
    return true;
  }

  refuse({ lane, correlation }: Envelope, code: 'busy' | 'retry' | 'halted'): void {
    this.#parts.measures.refused++;
    lane?.reply(correlation, answerNumber[code], 0, 0, 0);
  }

  /** Gives an actor that is rebuilt its turn, if it has mail that may be decided now. */
  enlist(cell: Cell): void {
    if (cell.queued || cell.status !== 'ready' || !cell.mailbox?.mayHaveNext(cell.until)) return;
    cell.queued = true;
    (cell.behaviour.givesWay ? this.#yielding : this.#ready).push(cell);
  }

  /** Takes the next command out of an actor's mailbox that may be decided before its deadline is dealt with. */
  take(cell: Cell): Envelope | undefined {
    return this.#taken(cell.mailbox?.next(cell.until));
  }

  /**
   * Has everybody's mail decided, in turns of `turnCommandsPerActor`; gives how many commands that took. What gives way
   * comes last, and little of it beside others: whoever bids next waits for the commit that it is in.
   */
  decide(budget: number): number {
    const { hasRoom, hasRoomToYield } = this.#parts;
    const used = this.#decideFrom(this.#ready, budget, hasRoom);
    const left = used === 0 ? budget : Math.min(budget - used, limits.turnYieldingCommands);
    return used + this.#decideFrom(this.#yielding, left, () => hasRoom() && hasRoomToYield());
  }

  #decideFrom(ready: Queue<Cell>, budget: number, hasRoom: () => boolean): number {
    const { decider, onEmptied } = this.#parts;
    let used = 0;
    while (used < budget && hasRoom()) {
      const cell = ready.shift();
      if (cell === undefined) break;
      cell.queued = false;
      if (cell.status === 'ready') decider.giveBackOutages(cell);
      const most = Math.min(limits.turnCommandsPerActor, budget - used);
      for (let share = 0; share < most && cell.status === 'ready'; share++) {
        const envelope = this.take(cell);
        if (envelope === undefined) break;
        used++;
        decider.decide(cell, envelope);
      }
      this.enlist(cell);
      if (!cell.queued) onEmptied(cell);
    }
    return used;
  }

  /** Answers everybody who waits for this actor. */
  drain(cell: Cell, code: 'halted' | 'retry'): void {
    for (;;) {
      const envelope = this.#taken(cell.mailbox?.next(Number.POSITIVE_INFINITY));
      if (envelope === undefined) break;
      this.refuse(envelope, code);
    }
    for (const { lane, correlation } of cell.asks ?? []) lane.answer(correlation, null, code === 'halted');
    cell.asks = null;
  }

  #taken(envelope: Envelope | undefined): Envelope | undefined {
    if (envelope !== undefined) this.#waiting--;
    return envelope;
  }
}
