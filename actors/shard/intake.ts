import { commandRecord } from '../../schema/behaviour.ts';
import { answerNumber } from '../../schema/codes.ts';
import type { Ask, Cell } from './cell.ts';
import type { Decider } from './decider.ts';
import type { MailRoom } from './mail-room.ts';
import type { Envelope } from './mailbox.ts';
import type { Rebuilder } from './rebuilder.ts';
import type { ShardLane } from './shard-lane.ts';

export interface IntakeParts {
  readonly decider: Decider;
  readonly mailRoom: MailRoom;
  readonly rebuilder: Rebuilder;
  /** Whether nothing will be decided soon, so that nobody is left to wait. */
  readonly isClosed: () => boolean;
}

/** Where commands and questions come in: they are turned away, wait for their turn or for their actor, or are answered. */
export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Takes in all bids that wait, which come before or after a deadline by when they were received. */
  bids(lane: ShardLane): void {
    const { bids } = lane;
    for (let at = lane.nextBid(); at >= 0; at = lane.nextBid()) {
      const cell = lane.cells[bids[at + commandRecord.handle] as number];
      const correlation = bids[at + commandRecord.correlation] as number;
      if (cell === undefined) {
        lane.reply(correlation, answerNumber.unknown_lot, 0, 0, 0);
        continue;
      }
      const command = cell.behaviour.unpack(bids, at);
      const receivedAt = bids[at + commandRecord.receivedAt] as number;
      this.command(cell, { command, receivedAt, correlation, lane });
    }
  }

  command(cell: Cell, envelope: Envelope): void {
    const { mailRoom, rebuilder, isClosed } = this.#parts;
    if (isClosed()) return mailRoom.refuse(envelope, 'retry');
    if (cell.status === 'halted') return mailRoom.refuse(envelope, 'halted');
    if (!mailRoom.put(cell, envelope)) return;
    if (cell.status === 'ready') mailRoom.enlist(cell);
    else rebuilder.demand(cell);
  }

  question(cell: Cell, ask: Ask): void {
    const { decider, rebuilder, isClosed } = this.#parts;
    if (cell.status === 'halted') return ask.lane.answer(ask.correlation, null, true);
    if (isClosed()) return ask.lane.answer(ask.correlation, null);
    if (cell.status === 'ready') return decider.answer(cell, ask);
    cell.asks ??= [];
    cell.asks.push(ask);
    rebuilder.demand(cell);
  }
}
