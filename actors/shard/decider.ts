import type { Answer, EventBase } from '../../schema/behaviour.ts';
import { answerCodes, answerNumber, retryableCodes } from '../../schema/codes.ts';
import type { Batch } from './batch.ts';
import type { Ask, Cell } from './cell.ts';
import type { Envelope } from './mailbox.ts';
import type { Measures } from './measures.ts';
import type { Outages } from './outages.ts';
import { answerTo } from './question.ts';
import type { Scheduler } from './scheduler.ts';

export interface DeciderParts {
  readonly scheduler: Scheduler;
  readonly measures: Measures;
  /** The batch that events go into now. */
  readonly gathering: () => Batch;
  readonly outages: () => Outages;
  readonly epochOf: (cell: Cell) => number;
  /** The actor's state has changed, and with it perhaps its deadline. */
  readonly onChanged: (cell: Cell) => void;
  readonly onUndecidable: (cell: Cell, command: unknown, error: unknown) => void;
}

/** Decides one command of one rebuilt actor: its events go into the batch, its answer leaves no earlier than they. */
export class Decider {
  readonly #parts: DeciderParts;

  constructor(parts: DeciderParts) {
    this.#parts = parts;
  }

  decide(cell: Cell, { command, lane, correlation }: Envelope): void {
    const { behaviour } = cell;
    try {
      this.giveBackOutages(cell);
      if (cell.status !== 'ready') return lane?.reply(correlation, answerNumber.halted, 0, 0, 0);
      const key = cell.refusals === null ? null : behaviour.retryKey(command);
      const known = key === null ? undefined : cell.refusals?.get(key);
      if (known !== undefined) return this.#reply(cell, lane, correlation, known);
      const { events, answer } = behaviour.decide(cell.state, command, this.#parts.scheduler.now());
      cell.decided++;
      this.#parts.measures.decided++;
      for (const event of events) this.#evolve(cell, event);
      if (events.length > 0) this.#parts.onChanged(cell);
      else if (isFinalRefusal(answer.code)) {
        const refusalKey = behaviour.retryKey(command);
        if (refusalKey !== null) cell.rememberRefusal(refusalKey, answer);
      }
      this.#reply(cell, lane, correlation, answer);
    } catch (error) {
      this.#parts.onUndecidable(cell, command, error);
      lane?.reply(correlation, answerNumber.halted, 0, 0, 0);
    }
  }

  #evolve(cell: Cell, event: EventBase): void {
    const { behaviour } = cell;
    cell.state = behaviour.evolve(cell.state, event);
    cell.seq++;
    cell.lastEvent = event;
    this.#parts.gathering().add(cell, this.#parts.epochOf(cell), event);
    if (cell.watchers !== null) {
      const text = behaviour.publish(cell.state, event);
      if (text !== null) this.#parts.gathering().tell(cell, behaviour.position(cell.state), text);
    }
  }

  /** An answer leaves with the commit of the last event that it may rest on, or at once if all is committed. */
  #reply(cell: Cell, lane: Envelope['lane'], correlation: number, answer: Answer): void {
    if (lane === null) return;
    const position = answer.position || cell.behaviour.position(cell.state);
    if (cell.batch === null) lane.reply(correlation, answer.code, answer.value, answer.flag, position);
    else cell.batch.reply(lane, correlation, answer.code, answer.value, answer.flag, position);
  }

  /** Before anything else is decided, an actor is told of the outages that it has not heard of. It may be halted after that. */
  giveBackOutages(cell: Cell): void {
    for (const command of this.#parts.outages().untold(cell)) {
      try {
        const { events } = cell.behaviour.decide(cell.state, command, this.#parts.scheduler.now());
        for (const event of events) this.#evolve(cell, event);
        if (events.length > 0) this.#parts.onChanged(cell);
      } catch (error) {
        return this.#parts.onUndecidable(cell, command, error);
      }
    }
  }

  answer(cell: Cell, ask: Ask): void {
    this.giveBackOutages(cell);
    if (cell.batch === null) ask.lane.answer(ask.correlation, answerTo(cell, ask.question));
    else cell.batch.ask(cell, ask);
  }
}

const isFinalRefusal = (code: number): boolean =>
  code !== answerNumber.accepted && !retryableCodes.has(answerCodes[code] ?? 'invalid');
