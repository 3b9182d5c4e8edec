import { answerNumber } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import type { Commit, Loaded, SlotEpochs } from '../journal/journal.ts';
import { eventsOf, type Run } from '../journal/run.ts';
import { type AskAnswer, newsSeparator } from '../lane/messages.ts';
import type { Ask, Cell } from './cell.ts';
import type { LateHeads } from './late-heads.ts';
import type { ReplyTo } from './mailbox.ts';
import { answerTo } from './question.ts';
import type { Refusal } from './refusals.ts';
import { replay } from './replay.ts';
import type { ShardLane } from './shard-lane.ts';

interface Piece {
  first: number;
  last: number;
  /** All but the newest, each with the separator after it. */
  before: string;
  newest: string;
}

/** What is decided together, committed together, and only then told to anybody. */
export class Batch {
  readonly cells = new Set<Cell>();
  readonly news = new Map<Cell, Piece>();
  readonly #runs: Commit['runs'] = { actors: [], seqs: [], epochs: [], datas: [] };
  #eventCount = 0;
  /** Events of actors that give way to others. */
  #yieldingEvents = 0;
  /** Answers in the order of their decisions: the lane, then the five numbers. */
  readonly #replyLanes: ReplyTo[] = [];
  readonly #replyNumbers: number[] = [];
  readonly #refusals: Refusal[] = [];
  readonly #asks: Array<[Cell, Ask]> = [];
  readonly #answers: Array<AskAnswer & { readonly lane: ShardLane }> = [];
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
  /** Actors whose heads it has without an event of theirs. */
  readonly caughtUp: Cell[] = [];
  /** Actors whose heads it has to have and that were stopped, so that there is no state to take them from. */
  readonly stopped: Cell[] = [];
  startedAt = 0;
  /** When its first event was decided (ms): the commit before it may have kept it waiting. Infinity before. */
  unseenSince = Number.POSITIVE_INFINITY;
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

  get yieldingEvents(): number {
    return this.#yieldingEvents;
  }

  get replyCount(): number {
    return this.#replyLanes.length;
  }

  get isFull(): boolean {
    return this.eventCount >= limits.maxCommitEvents || this.replyCount >= limits.maxCommitReplies;
  }

  /** Adds an event that `cell` has just evolved to, as JSON; lists may show it later, or have to with its commit. */
  add(cell: Cell, epoch: number, text: string, mayShowLater: boolean): void {
    const { actors, seqs, epochs, datas } = this.#runs;
    this.#eventCount++;
    if (cell.behaviour.givesWay) this.#yieldingEvents++;
    if (!mayShowLater) cell.isHeadUrgent = true;
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
    if (piece?.last !== position - 1) {
      this.news.set(cell, { first: position, last: position, before: '', newest: text });
    } else {
      piece.last = position;
      piece.before += cell.behaviour.abridge(piece.newest, text) + newsSeparator;
      piece.newest = text;
    }
  }

  /** A refusal leaves with this batch. */
  tells(refusal: Refusal): void {
    this.#refusals.push(refusal);
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
    const value = answerTo(cell, question);
    this.#answers.push({ lane, correlation, value, isHalted: cell.status === 'halted' });
  }

  /**
   * The batch as the journal takes it, with the due checkpoints of all actors that it changed, and with the heads of
   * those that lists have to show as they are now or have shown as they were for long enough. The heads of stopped
   * actors have to be added before it is appended (see `completeStopped`); one whose head can't be made is told to
   * `onUnsound`, and what it decided stands without.
   */
  toCommit(
    held: SlotEpochs,
    late: LateHeads,
    now: number,
    onUnsound: (cell: Cell, error: unknown) => void,
  ): Commit {
    this.#isClosed = true;
    // Only these slots are fenced: who still owns them may write there, whatever became of the others.
    const epochs = new Map<number, number>();
    for (const [cell, ask] of this.#asks.splice(0)) this.#answer(cell, ask);
    const checkpoints: Commit['checkpoints'] = { actors: [], seqs: [], states: [] };
    for (const cell of this.cells) {
      epochs.set(cell.slot, held.get(cell.slot) as number);
      if (!cell.isHeadUrgent) late.add(cell, now);
      try {
        if (cell.isHeadUrgent || cell.status === 'halted') this.#takeHead(cell, late);
        if (cell.status === 'ready') addCheckpointIfDue(cell, checkpoints);
      } catch (error) {
        onUnsound(cell, error);
      }
    }
    for (const cell of late.due(now)) {
      epochs.set(cell.slot, held.get(cell.slot) as number);
      if (!this.cells.has(cell)) this.caughtUp.push(cell);
      try {
        this.#takeHead(cell, late);
      } catch (error) {
        onUnsound(cell, error);
      }
    }
    return { epochs, runs: this.#runs, heads: this.#heads, checkpoints };
  }

  #takeHead(cell: Cell, late: LateHeads): void {
    cell.isHeadUrgent = false;
    late.delete(cell);
    if (cell.status === 'halted') this.stopped.push(cell);
    // A forgotten one is looked at again when it has been rebuilt.
    else if (cell.status === 'ready') this.#addHead(cell, cell.state);
  }

  /** Adds the heads of stopped actors, from what the journal has of them and what this batch adds. */
  completeStopped(stored: ReadonlyMap<string, Loaded>): void {
    for (const cell of this.stopped) {
      const own = this.#runsOf(cell.actor).flatMap(eventsOf);
      try {
        this.#addHead(cell, replay(cell.behaviour, stored.get(cell.actor), own).state);
      } catch {
        // It is stopped already, and why is on record.
      }
    }
  }

  #runsOf(actor: string): Run[] {
    const { actors, seqs, epochs, datas } = this.#runs;
    return actors.flatMap((one, n) =>
      one === actor ? [{ seq: seqs[n] as number, epoch: epochs[n] as number, data: datas[n] as string }] : [],
    );
  }

  #addHead({ actor, slot, seq, behaviour }: Cell, state: unknown): void {
    const status = behaviour.status(state);
    const deadline = behaviour.deadline(state);
    const summary = JSON.stringify(behaviour.summary(state));
    const { actors, slots, seqs, statuses, deadlines, summaries } = this.#heads;
    actors.push(actor);
    slots.push(slot);
    seqs.push(seq);
    statuses.push(status);
    deadlines.push(deadline);
    summaries.push(summary);
  }

  /** After the commit: hands out news, answers and replies, in this order, so that nobody hears of an own bid before the room does. */
  publish(summaryLanes: Iterable<ShardLane>): void {
    for (const refusal of this.#refusals) refusal.isTold = true;
    for (const [cell, { first, last, before, newest }] of this.news) {
      if (cell.watchers === null) continue;
      const text = before + newest;
      for (const [lane, handle] of cell.watchers) lane.tell({ handle, first, last, text });
    }
    for (const lane of summaryLanes) {
      for (const [n, actor] of this.#heads.actors.entries()) {
        lane.summarize(actor, this.#heads.statuses[n] as string, this.#heads.summaries[n] as string);
      }
    }
    for (const { lane, correlation, value, isHalted } of this.#answers) {
      lane.answer(correlation, value, isHalted);
    }
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

function addCheckpointIfDue(cell: Cell, { actors, seqs, states }: Commit['checkpoints']): void {
  const { behaviour, state, seq } = cell;
  if (seq - cell.checkpointSeq < Math.max(limits.checkpointEvents, behaviour.weight(state))) return;
  states.push(JSON.stringify(behaviour.freeze(state)));
  actors.push(cell.actor);
  seqs.push(seq);
  cell.checkpointSeq = seq;
}
