import type { MessagePort } from 'node:worker_threads';
import { answerNumber } from '../../schema/codes.ts';
import { BidWriter } from './bid-writer.ts';
import type { Hands } from './hands.ts';
import type { LaneMemory } from './lane-memory.ts';
import type { LanesOptions } from './lanes.ts';
import {
  bidsWait,
  type FromShard,
  type Handful,
  type InspectQuestion,
  type Order,
  replyRecord,
  type Snapshot,
} from './messages.ts';

/** Someone who waits for the answer to a command. */
export interface Ticket {
  answered(code: number, value: number, flag: number, position: number): void;
}

type Asker = (value: unknown, isHalted: boolean) => void;

/** Someone who is told of an actor's public events. */
export interface Watcher {
  /** Where the actor stands: at first, and again whenever news may have been lost. Null: the shard can't tell now. */
  snapshot(snapshot: Snapshot | null): void;
  /** The actor was stopped: there are no news of it until a snapshot says that it was revived. */
  halted(): void;
  news(first: number, last: number, text: string): void;
}

/** An actor as one gateway knows it: a number stands for its name on the lane. */
export class ActorHandle {
  readonly actor: string;
  readonly lane: Lane;
  readonly handle: number;
  holds = 0;
  /** When the lane was last written to before nobody held it any more (ms). */
  idleSinceMs = 0;
  watcher: Watcher | null = null;

  constructor(actor: string, lane: Lane, handle: number) {
    this.actor = actor;
    this.lane = lane;
    this.handle = handle;
  }
}

/**
 * Handles that nobody holds are kept, for people come back, but not without bound, and not for long: the shard keeps as
 * long in memory what they stand for, such as a lot that was sold with all that is remembered of its bidders.
 */
const maxIdleHandles = 4_096;
const maxIdleMs = 60_000;

/** What a lane is while it leads to a shard. */
interface End {
  readonly port: MessagePort;
  readonly hands: Hands;
  readonly bids: BidWriter;
}

/** A gateway's end of the lane to one shard. */
export class Lane {
  readonly #options: LanesOptions;
  #end: End | null = null;
  #isHolding = true;
  #orders: Order[] = [];
  #handfulCount = 0;
  #hasBids = false;
  #flushScheduled = false;
  #flushedAtMs = 0;
  #summaries = false;

  readonly #byActor = new Map<string, ActorHandle>();
  readonly #byHandle: (ActorHandle | undefined)[] = [];
  readonly #freeHandles: number[] = [];
  readonly #idle = new Set<ActorHandle>();

  readonly #tickets: (Ticket | null)[] = [];
  readonly #freeTickets: number[] = [];
  readonly #asks = new Map<number, Asker>();
  #nextAsk = 1;

  constructor(options: LanesOptions) {
    this.#options = options;
  }

  connect(port: MessagePort, memory: LaneMemory): void {
    this.#end = { port, hands: memory.hands, bids: new BidWriter(memory.bids) };
    this.#isHolding = true;
    this.#handfulCount = 0;
    this.#hasBids = false;
    port.on('message', (message: FromShard) => {
      // A port that was closed may still deliver, and its numbers stand for other things by now.
      if (this.#end?.port === port) this.#receive(message);
    });
    this.#orders = [];
    if (this.#summaries) this.#order({ order: 'summaries', on: true });
    for (const handle of this.#byActor.values()) {
      this.#order({ order: 'bind', handle: handle.handle, actor: handle.actor });
      if (handle.watcher !== null) this.#sendWatch(handle, handle.watcher);
    }
    this.#scheduleFlush();
  }

  lost(): void {
    this.#end?.port.close();
    this.#end = null;
    const tickets = this.#tickets.splice(0);
    this.#freeTickets.length = 0;
    const asks = [...this.#asks.values()];
    this.#asks.clear();
    for (const ticket of tickets) ticket?.answered(answerNumber.retry, 0, 0, 0);
    for (const ask of asks) ask(null, false);
    this.#options.onDelivered();
  }

  close(): void {
    this.#flush();
    this.lost();
  }

  hold(actor: string): ActorHandle {
    let handle = this.#byActor.get(actor);
    if (handle === undefined) {
      const number = this.#freeHandles.pop() ?? this.#byHandle.length;
      handle = new ActorHandle(actor, this, number);
      this.#byActor.set(actor, handle);
      this.#byHandle[number] = handle;
      this.#order({ order: 'bind', handle: number, actor });
    } else if (handle.holds === 0) this.#idle.delete(handle);
    handle.holds++;
    return handle;
  }

  release(handle: ActorHandle): void {
    if (--handle.holds > 0) return;
    handle.idleSinceMs = this.#flushedAtMs;
    this.#idle.add(handle);
    if (this.#idle.size <= maxIdleHandles) return;
    // Bids cross after the orders in hand, which must be gone before the handle of one can stand for another actor.
    if (this.#isHolding && this.#hasBids) this.#flush();
    this.#giveUp(this.#idle.values().next().value as ActorHandle);
  }

  /** The same watcher once more gets another snapshot. */
  watch(handle: ActorHandle, watcher: Watcher): void {
    handle.watcher = watcher;
    this.#sendWatch(handle, watcher);
  }

  unwatch(handle: ActorHandle): void {
    handle.watcher = null;
    this.#order({ order: 'unwatch', handle: handle.handle });
  }

  /** A bid: only numbers cross (see commandRecord). It counts as received now. */
  bid(
    handle: ActorHandle,
    by: number,
    bidId: number,
    amountPoints: number,
    flags: number,
    ticket: Ticket,
  ): void {
    if (this.#end === null) return this.#turnAway(ticket, answerNumber.retry);
    const { bids } = this.#end;
    if (bids.isFull()) return this.#turnAway(ticket, answerNumber.busy);
    const ordersBefore = this.#isHolding ? this.#handfulCount + 1 : this.#handfulCount;
    const correlation = this.#ticket(ticket);
    bids.write(this.#options.now, handle.handle, correlation, by, bidId, amountPoints, flags, ordersBefore);
    this.#hasBids = true;
    this.#scheduleFlush();
  }

  command(handle: ActorHandle, command: unknown, ticket: Ticket): void {
    if (this.#end === null) return ticket.answered(answerNumber.retry, 0, 0, 0);
    this.#order({
      order: 'command',
      handle: handle.handle,
      correlation: this.#ticket(ticket),
      command,
    });
  }

  ask(handle: ActorHandle, question: unknown, answer: (value: unknown) => void): void {
    if (this.#end === null) return answer(null);
    this.#order({ order: 'ask', handle: handle.handle, correlation: this.#askNumber(answer), question });
  }

  inspect(question: InspectQuestion, answer: (value: unknown) => void): void {
    if (this.#end === null) return answer(null);
    this.#order({ order: 'inspect', correlation: this.#askNumber(answer), question });
  }

  summaries(on: boolean): void {
    this.#summaries = on;
    this.#order({ order: 'summaries', on });
  }

  #turnAway(ticket: Ticket, code: number): void {
    ticket.answered(code, 0, 0, 0);
    this.#options.soon(this.#options.onDelivered);
  }

  #sendWatch(handle: ActorHandle, watcher: Watcher): void {
    if (this.#end === null) return;
    const correlation = this.#askNumber((value, isHalted) => {
      if (handle.watcher !== watcher) return;
      if (isHalted) watcher.halted();
      else watcher.snapshot(value as Snapshot | null);
    });
    this.#order({ order: 'watch', handle: handle.handle, correlation });
  }

  #ticket(ticket: Ticket): number {
    const number = this.#freeTickets.pop() ?? this.#tickets.length;
    this.#tickets[number] = ticket;
    return number;
  }

  #askNumber(answer: Asker): number {
    const number = this.#nextAsk++;
    this.#asks.set(number, answer);
    return number;
  }

  #order(order: Order): void {
    // Without a shard there is nobody to tell; `connect` tells the next one all that still holds.
    if (this.#end === null) return;
    if (!this.#isHolding) this.#end.hands.fill();
    this.#isHolding = true;
    this.#orders.push(order);
    this.#scheduleFlush();
  }

  #giveUp(handle: ActorHandle): void {
    this.#idle.delete(handle);
    this.#byActor.delete(handle.actor);
    this.#byHandle[handle.handle] = undefined;
    this.#freeHandles.push(handle.handle);
    this.#order({ order: 'unbind', handle: handle.handle });
  }

  /** Only what is written to the lane makes handles, so a lane that is quiet needs no timer for this. */
  #giveUpForgotten(): void {
    for (const handle of this.#idle) {
      if (handle.idleSinceMs > this.#flushedAtMs - maxIdleMs) return;
      this.#giveUp(handle);
    }
  }

  #scheduleFlush(): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    this.#options.soon(() => this.#flush());
  }

  #flush(): void {
    this.#flushScheduled = false;
    if (this.#end === null) return;
    this.#flushedAtMs = this.#options.now();
    if (this.#isHolding) this.#postHandful(this.#end);
    else if (this.#hasBids && this.#end.bids.knock()) this.#end.port.postMessage(bidsWait);
    this.#hasBids = false;
    this.#giveUpForgotten();
  }

  #postHandful({ port, hands }: End): void {
    const message: Handful = { orders: this.#orders, markMs: this.#flushedAtMs };
    if (this.#orders.length > 0) this.#orders = [];
    this.#handfulCount++;
    port.postMessage(message);
    hands.empty();
    this.#isHolding = false;
  }

  #receive(message: FromShard): void {
    // Before anything is handed on, which takes its time: a hammer waits for this.
    if (message.wantMarkMs > 0) this.#mark(message.wantMarkMs);
    for (const { handle, snapshot } of message.refreshes) this.#byHandle[handle]?.watcher?.snapshot(snapshot);
    for (const { handle, first, last, text } of message.news) {
      this.#byHandle[handle]?.watcher?.news(first, last, text);
    }
    for (const handle of message.halts) this.#byHandle[handle]?.watcher?.halted();
    for (const { correlation, value, isHalted } of message.answers) {
      const answer = this.#asks.get(correlation);
      this.#asks.delete(correlation);
      answer?.(value, isHalted);
    }
    const { replies } = message;
    if (replies !== null) this.#deliver(replies);
    if (message.summaries.length > 0) this.#options.onSummaries(message.summaries);
    this.#options.onDelivered();
  }

  #deliver(replies: Float64Array): void {
    for (let at = 0; at < replies.length; at += replyRecord.length) {
      const number = replies[at] as number;
      const ticket = this.#tickets[number];
      if (ticket == null) continue;
      this.#tickets[number] = null;
      this.#freeTickets.push(number);
      ticket.answered(
        replies[at + replyRecord.code] as number,
        replies[at + replyRecord.value] as number,
        replies[at + replyRecord.flag] as number,
        replies[at + replyRecord.position] as number,
      );
    }
  }

  /** Every handful carries a mark; one that is wanted is sent as soon as its time has come, with empty hands too. */
  #mark(wantedMs: number): void {
    if (this.#options.now() < wantedMs) return this.#options.at(wantedMs, () => this.#mark(wantedMs));
    this.#isHolding = true;
    this.#flush();
  }
}
