import type { EventBase } from '../../schema/behaviour.ts';
import { answerNumber } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import type { Commit, SlotEpochs } from '../journal/journal.ts';
import { newsSeparator } from '../lane/messages.ts';
import type { Ask, Cell } from './cell.ts';
import type { ReplyTo } from './mailbox.ts';
import { answerTo } from './question.ts';
import type { ShardLane } from './shard-lane.ts';

interface Piece {
  first: number;
  last: number;
  text: string;
}

/** What is decided together, committed together, and only then told to anybody. */
export class Batch {
  readonly cells = new Set<Cell>();
  readonly news = new Map<Cell, Piece>();
  readonly #runs: Commit['runs'] = { actors: [], seqs: [], epochs: [], datas: [] };
  #eventCount = 0;
  /** Answers in the order of their decisions: the lane, then the five numbers. */
  readonly #replyLanes: ReplyTo[] = [];
  readonly #replyNumbers: number[] = [];
  readonly #asks: Array<[Cell, Ask]> = [];
  readonly #answers: Array<{ lane: ShardLane; correlation: number; value: unknown }> = [];
  readonly #heads: Commit['heads'] = {
    actors: [],
    slots: [],
    seqs: [],
    statuses: [],
    deadlines: [],
    summaries: [],
  };
  /** Nothing is decided into it any more. */
  #isClosed = false;
  startedAt = 0;
  /** When its first event was decided (ms): the commit before it may have kept it waiting. */
  unseenSince = 0;
  /** Resolves when the commit has succeeded or failed and its answers are on their way. */
  readonly settled: Promise<void>;
  settle: () => void = () => {};

  constructor() {
    this.settled = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  get eventCount(): number {
    return this.#eventCount;
  }

  get replyCount(): number {
    return this.#replyLanes.length;
  }

  get isFull(): boolean {
    return this.eventCount >= limits.maxCommitEvents || this.replyCount >= limits.maxCommitReplies;
  }

  /** Adds an event that `cell` has just evolved to. */
  add(cell: Cell, epoch: number, event: EventBase): void {
    const { actors, seqs, epochs, datas } = this.#runs;
    const text = JSON.stringify(event);
    this.#eventCount++;
    if (cell.batch === this && cell.runEvents < limits.maxRunEvents) {
      datas[cell.run] += `,${text}`;
      cell.runEvents++;
      return;
    }
    cell.run = actors.length;
    cell.runEvents = 1;
    actors.push(cell.actor);
    seqs.push(cell.seq);
    epochs.push(epoch);
    datas.push(text);
    this.cells.add(cell);
    cell.batch = this;
  }

  /** Adds the public text of an event of a watched actor. */
  tell(cell: Cell, position: number, text: string): void {
    const piece = this.news.get(cell);
    // After a while without watchers the piece starts anew: those who came since then have the rest by snapshot.
    if (piece?.last !== position - 1) this.news.set(cell, { first: position, last: position, text });
    else {
      piece.last = position;
      piece.text += newsSeparator + text;
    }
  }

  reply(lane: ReplyTo, correlation: number, code: number, value: number, flag: number, position: number) {
    this.#replyLanes.push(lane);
    this.#replyNumbers.push(correlation, code, value, flag, position);
  }

  /**
   * Adds a question about an actor of this batch. It is answered from the state at the batch's end, as all
   * its news are told before: a picture from its middle would set whoever watches back.
   */
  ask(cell: Cell, ask: Ask): void {
    if (this.#isClosed) this.#answer(cell, ask);
    else this.#asks.push([cell, ask]);
  }

  #answer(cell: Cell, { lane, correlation, question }: Ask): void {
    this.#answers.push({ lane, correlation, value: answerTo(cell, question) });
  }

  /** The batch as the journal takes it, with the heads and due checkpoints of all actors that it changed. */
  toCommit(held: SlotEpochs): Commit {
    this.#isClosed = true;
    // Only these slots are fenced: who still owns them may write there, whatever became of the others.
    const epochs = new Map<number, number>();
    for (const [cell, ask] of this.#asks.splice(0)) this.#answer(cell, ask);
    const heads = this.#heads;
    const checkpoints: Commit['checkpoints'] = { actors: [], seqs: [], states: [] };
    for (const cell of this.cells) {
      const { behaviour, state } = cell;
      epochs.set(cell.slot, held.get(cell.slot) as number);
      heads.actors.push(cell.actor);
      heads.slots.push(cell.slot);
      heads.seqs.push(cell.seq);
      heads.statuses.push(behaviour.status(state));
      heads.deadlines.push(behaviour.deadline(state));
      heads.summaries.push(JSON.stringify(behaviour.summary(state)));
      if (cell.seq - cell.checkpointSeq >= Math.max(limits.checkpointEvents, behaviour.weight(state))) {
        checkpoints.actors.push(cell.actor);
        checkpoints.seqs.push(cell.seq);
        checkpoints.states.push(JSON.stringify(behaviour.freeze(state)));
        cell.checkpointSeq = cell.seq;
      }
    }
    return { epochs, runs: this.#runs, heads, checkpoints };
  }

  /** After the commit: hands out news, answers and replies, in this order, so that nobody hears of an own bid before the room does. */
  publish(summaryLanes: Iterable<ShardLane>): void {
    for (const [cell, { first, last, text }] of this.news) {
      if (cell.watchers === null) continue;
      for (const [lane, handle] of cell.watchers) lane.tell({ handle, first, last, text });
    }
    for (const lane of summaryLanes) {
      for (const [n, actor] of this.#heads.actors.entries()) {
        lane.summarize(actor, this.#heads.statuses[n] as string, this.#heads.summaries[n] as string);
      }
    }
    for (const { lane, correlation, value } of this.#answers) lane.answer(correlation, value);
    for (let n = 0; n < this.#replyLanes.length; n++) {
      const at = n * 5;
      (this.#replyLanes[n] as ReplyTo).reply(
        this.#replyNumbers[at] as number,
        this.#replyNumbers[at + 1] as number,
        this.#replyNumbers[at + 2] as number,
        this.#replyNumbers[at + 3] as number,
        this.#replyNumbers[at + 4] as number,
      );
    }
    for (const cell of this.cells) if (cell.batch === this) cell.batch = null;
  }

  /** After a failure: everyone who waits learns that the outcome is unknown, and the actors are forgotten. */
  abandon(): void {
    for (const [, { lane, correlation }] of this.#asks) lane.answer(correlation, null);
    for (const { lane, correlation } of this.#answers) lane.answer(correlation, null);
    for (let n = 0; n < this.#replyLanes.length; n++) {
      (this.#replyLanes[n] as ReplyTo).reply(
        this.#replyNumbers[n * 5] as number,
        answerNumber.retry,
        0,
        0,
        0,
      );
    }
    for (const cell of this.cells) {
      if (cell.status === 'halted') cell.batch = null;
      else cell.forget();
    }
  }
}
