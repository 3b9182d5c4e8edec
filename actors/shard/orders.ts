import { answerNumber } from '../../schema/codes.ts';
import type { InspectQuestion, Order } from '../lane/messages.ts';
import type { Cell } from './cell.ts';
import type { Cells } from './cells.ts';
import type { Intake } from './intake.ts';
import type { ShardLane } from './shard-lane.ts';

export interface OrdersParts {
  readonly cells: Cells;
  readonly intake: Intake;
  readonly inspect: (question: InspectQuestion) => unknown;
}

/** Does what a gateway orders by its lane: everything but bids. */
export class Orders {
  readonly #parts: OrdersParts;

  constructor(parts: OrdersParts) {
    this.#parts = parts;
  }

  follow(lane: ShardLane, order: Order): void {
    switch (order.order) {
      case 'bind':
        return this.#bind(lane, order.handle, order.actor);
      case 'unbind':
        return this.unbind(lane, order.handle);
      case 'watch':
        return this.#watch(lane, order.handle, order.correlation);
      case 'unwatch':
        return unwatch(lane, lane.cells[order.handle]);
      case 'command':
        return this.#command(lane, order);
      case 'ask':
        return this.#ask(lane, order);
      case 'summaries':
        lane.wantsSummaries = order.on;
        return;
      case 'inspect':
        return lane.answer(order.correlation, this.#parts.inspect(order.question));
    }
  }

  /** The lane's handle stands for nothing any more. */
  unbind(lane: ShardLane, handle: number): void {
    const cell = lane.cells[handle];
    if (cell === undefined) return;
    lane.cells[handle] = undefined;
    unwatch(lane, cell);
    cell.handles--;
    this.#parts.cells.dropIfIdle(cell);
  }

  #bind(lane: ShardLane, handle: number, actor: string): void {
    const cell = this.#parts.cells.of(actor);
    if (cell === null) return;
    lane.cells[handle] = cell;
    cell.handles++;
  }

  #watch(lane: ShardLane, handle: number, correlation: number): void {
    const cell = lane.cells[handle];
    if (cell !== undefined) {
      cell.watchers ??= new Map();
      cell.watchers.set(lane, handle);
    }
    this.#ask(lane, { handle, correlation, question: { ask: 'snapshot' } });
  }

  #ask(lane: ShardLane, { handle, correlation, question }: Omit<Of<'ask'>, 'order'>): void {
    const cell = lane.cells[handle];
    if (cell === undefined) lane.answer(correlation, null);
    else this.#parts.intake.question(cell, { lane, correlation, question });
  }

  #command(lane: ShardLane, { handle, correlation, command }: Of<'command'>): void {
    const cell = lane.cells[handle];
    if (cell === undefined) lane.reply(correlation, answerNumber.unknown_lot, 0, 0, 0);
    else this.#parts.intake.command(cell, { command, receivedAt: null, correlation, lane });
  }
}

type Of<Kind extends Order['order']> = Extract<Order, { order: Kind }>;

function unwatch(lane: ShardLane, cell: Cell | undefined): void {
  if (cell?.watchers?.delete(lane) && cell.watchers.size === 0) cell.watchers = null;
}
