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

/**
 * Decides one command of one rebuilt actor: its events go into the batch, all of them or none, and its answer
 * leaves no earlier than they.
 */
export class Decider {
  readonly #parts: DeciderParts;
  /** Of the decision under way, by event: what is stored, what watchers are told (null: nothing), its position, and whether lists may wait. */
  readonly #stored: string[] = [];
  readonly #told: (string | null)[] = [];
  readonly #positions: number[] = [];
  readonly #mayShowLater: boolean[] = [];

  constructor(parts: DeciderParts) {
    this.#parts = parts;
  }

  /** The actor must have been told of all outages (see `giveBackOutages`). */
  decide(cell: Cell, envelope: Envelope): void {
    const { behaviour } = cell;
    const { command } = envelope;
    try {
      const key = cell.refusals === null ? null : behaviour.retryKey(command);
      const known = key === null ? undefined : cell.refusals?.get(key);
      if (known !== undefined) return this.#reply(cell, envelope, known, known.position);
      const { events, answer } = behaviour.decide(cell.state, command, this.#parts.scheduler.now());
      if (events.length > 0) this.#evolve(cell, events);
      const position = answer.position || behaviour.position(cell.state);
      if (events.length === 0 && isFinalRefusal(answer.code)) {
        const refusalKey = behaviour.retryKey(command);
        // With its position, for told again later it is still about how things stood then.
        if (refusalKey !== null) cell.rememberRefusal(refusalKey, { ...answer, position });
      }
      this.#gather(cell, events);
      cell.decided++;
      this.#parts.measures.decided++;
      this.#reply(cell, envelope, answer, position);
    } catch (error) {
      this.#parts.onUndecidable(cell, command, error);
      envelope.lane?.reply(envelope.correlation, answerNumber.halted, 0, 0, 0);
    }
  }

  /**
   * The first half of what follows from a decision: all that may throw. Nothing but the actor's own state is
   * touched, and that is never looked at again if something throws here.
   */
  #evolve(cell: Cell, events: readonly EventBase[]): void {
    const { behaviour } = cell;
    const isWatched = cell.watchers !== null;
    for (let n = 0; n < events.length; n++) {
      const event = events[n] as EventBase;
      cell.state = behaviour.evolve(cell.state, event);
      this.#stored[n] = behaviour.record(event);
      this.#told[n] = isWatched ? behaviour.publish(cell.state, event) : null;
      this.#positions[n] = isWatched ? behaviour.position(cell.state) : 0;
      // An actor that lists do not know yet can't be shown later.
      this.#mayShowLater[n] = cell.seq > 0 && behaviour.mayShowLater(event);
    }
    this.#parts.onChanged(cell);
  }

  /** The second half, which can't fail: the events are part of the batch. */
  #gather(cell: Cell, events: readonly EventBase[]): void {
    for (let n = 0; n < events.length; n++) {
      cell.seq++;
      cell.lastEvent = events[n] as EventBase;
      const batch = this.#parts.gathering();
      const epoch = this.#parts.epochOf(cell);
      batch.add(cell, epoch, this.#stored[n] as string, this.#mayShowLater[n] as boolean);
      const text = this.#told[n] as string | null;
      if (text !== null) batch.tell(cell, this.#positions[n] as number, text);
    }
  }

  /** An answer leaves with the commit of the last event that it may rest on, or at once if all is committed. */
  #reply(cell: Cell, { lane, correlation }: Envelope, answer: Answer, position: number): void {
    if (lane === null) return;
    if (cell.batch === null) lane.reply(correlation, answer.code, answer.value, answer.flag, position);
    else cell.batch.reply(lane, correlation, answer.code, answer.value, answer.flag, position);
  }

  /** Before anything else is decided, an actor is told of the outages that it has not heard of. It may be halted after that. */
  giveBackOutages(cell: Cell): void {
    const outages = this.#parts.outages();
    if (!outages.hasUntold(cell)) return;
    for (const command of outages.untold(cell)) {
      try {
        const { events } = cell.behaviour.decide(cell.state, command, this.#parts.scheduler.now());
        if (events.length > 0) this.#evolve(cell, events);
        this.#gather(cell, events);
      } catch (error) {
        return this.#parts.onUndecidable(cell, command, error);
      }
    }
  }

  answer(cell: Cell, ask: Ask): void {
    this.giveBackOutages(cell);
    if (cell.batch !== null) return cell.batch.ask(cell, ask);
    ask.lane.answer(ask.correlation, answerTo(cell, ask.question), cell.status === 'halted');
  }
}

const isFinalRefusal = (code: number): boolean =>
  code !== answerNumber.accepted && !retryableCodes.has(answerCodes[code] ?? 'invalid');
