import { type Behaviour, commandRecord } from '../../schema/behaviour.ts';
import { answerNumber } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import { Conflict, Deposed, type Journal, type SlotEpochs, type SlotOutage } from '../journal/journal.ts';
import type { InspectQuestion, Order, ToShard } from '../lane/messages.ts';
import type { Batch } from './batch.ts';
import { Cell } from './cell.ts';
import { Closing } from './closing.ts';
import { Decider } from './decider.ts';
import { inspectShard } from './inspect.ts';
import { MailRoom } from './mail-room.ts';
import type { Envelope } from './mailbox.ts';
import { Measures } from './measures.ts';
import { Outages } from './outages.ts';
import { Pipeline } from './pipeline.ts';
import { Rebuilder } from './rebuilder.ts';
import type { Scheduler } from './scheduler.ts';
import type { ShardLane } from './shard-lane.ts';
import { snapshotOf } from './snapshot.ts';
import { Suspension } from './suspension.ts';

export interface ShardOptions {
  readonly slots: readonly number[];
  /** Names this run of this shard in the table of slots. */
  readonly owner: string;
  readonly journal: Journal;
  readonly behaviours: readonly Behaviour[];
  readonly scheduler: Scheduler;
  /** Called once when somebody else owns the slots: nothing more will be decided here. */
  readonly onDeposed: (reason: string) => void;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, details: Record<string, unknown>) => void;
}

/**
 * A shard: many actors, one thread, one order of decisions. Commands come in by lanes and wait in
 * mailboxes; a turn decides what is waiting, in fair shares; what was decided goes to the journal as one
 * commit, one in flight at a time; and only then do answers and news leave. The next turn's decisions are
 * made while a commit is on its way, so a deadline never waits for the disk.
 */
export class Shard {
  readonly cells = new Map<string, Cell>();
  readonly measures = new Measures();
  readonly #options: ShardOptions;
  readonly #behaviours: ReadonlyMap<string, Behaviour>;
  readonly #lanes = new Set<ShardLane>();
  #epochs: SlotEpochs = new Map();
  #outages = new Outages();
  readonly #decider: Decider;
  readonly #mailRoom: MailRoom;
  readonly #closing: Closing;
  readonly #rebuilder: Rebuilder;
  readonly #pipeline: Pipeline;
  readonly #suspension: Suspension;
  /** Running actors that have not been told of the last outage. */
  readonly #toRefresh = new Set<Cell>();
  #ended = false;
  #turnScheduled = false;

  constructor(options: ShardOptions) {
    this.#options = options;
    this.#behaviours = new Map(options.behaviours.map((behaviour) => [behaviour.kind, behaviour]));
    const { journal, scheduler, slots } = options;
    const epochs = () => this.#epochs;
    this.#pipeline = new Pipeline({
      journal,
      scheduler,
      epochs,
      onCommitted: (batch, tookMs) => this.#committed(batch, tookMs),
      onFailed: (batch, gathering, error) => this.#commitFailed(batch, gathering, error),
    });
    this.#decider = new Decider({
      scheduler,
      measures: this.measures,
      gathering: () => this.#pipeline.gathering,
      outages: () => this.#outages,
      epochOf: (cell) => this.#epochs.get(cell.slot) as number,
      onChanged: (cell) => this.#closing.changed(cell),
      onUndecidable: (cell, command, error) => this.#halt(cell, command, error),
    });
    const hasRoom = () => !this.#pipeline.gathering.isFull;
    this.#mailRoom = new MailRoom(this.#decider, this.measures, hasRoom, (cell) => this.#dropIfIdle(cell));
    this.#closing = new Closing({
      scheduler,
      measures: this.measures,
      decider: this.#decider,
      mailRoom: this.#mailRoom,
      lanes: this.#lanes,
      hasRoom,
      onCold: (cell) => this.#rebuilder.demand(cell),
      onUndecidable: (cell, command, error) => this.#halt(cell, command, error),
    });
    this.#rebuilder = new Rebuilder({
      journal,
      scheduler,
      mayLoad: () => !this.#suspension.isOn && !this.#ended,
      hasRoom,
      onRebuilt: (cell) => this.#rebuilt(cell),
      onUnsound: (cell, error) => this.#halt(cell, { type: 'rebuild' }, error),
      onFailed: (error, since) => this.#journalFailed(error, since),
      onLoaded: () => this.#turn(),
    });
    this.#suspension = new Suspension({
      journal,
      scheduler,
      slots,
      epochs,
      isEnded: () => this.#ended,
      onRecovered: (outage) => this.#recovered(outage),
      onDeposed: (reason) => this.#stepDown(reason),
    });
  }

  get waitingCommands(): number {
    return this.#mailRoom.waiting;
  }

  get waitingDeadlines(): number {
    return this.#closing.deadlines.size;
  }

  get isDown(): boolean {
    return this.#suspension.isOn;
  }

  /** Takes the slots over and finds the actors that wait for a deadline; rejects if the journal can't be reached. */
  async start(): Promise<void> {
    const { journal, slots, owner, scheduler } = this.#options;
    const claim = await journal.claim(slots, owner, scheduler.now());
    this.#epochs = claim.epochs;
    this.#outages = new Outages(claim.outages);
    for (const { actor, deadline } of await journal.awaiting(slots)) {
      const cell = this.#cellOf(actor);
      if (cell === null) continue;
      this.#closing.deadlines.set(cell, deadline);
      this.#rebuilder.warm(cell);
    }
    scheduler.every(limits.heartbeatMs, () => void this.#heartbeat());
    scheduler.every(limits.lobbyWindowMs, () => {
      for (const lane of this.#lanes) lane.flush(true);
    });
    this.#rebuilder.load();
    this.#armTimer();
  }

  attach(lane: ShardLane): void {
    this.#lanes.add(lane);
  }

  detach(lane: ShardLane): void {
    this.#lanes.delete(lane);
    for (const [handle, cell] of lane.cells.entries()) if (cell) this.#unbind(lane, handle);
    // A deadline may have waited for this lane's mark and for nothing else.
    this.#turn();
  }

  /** Takes a message from a gateway, decides what can be decided, and posts what may leave. */
  receive(lane: ShardLane, message: ToShard): void {
    for (const order of message.orders) this.#follow(lane, order);
    const { packed } = message;
    if (packed !== null) {
      for (let at = 0; at < packed.length; at += commandRecord.length) {
        const cell = lane.cells[packed[at + commandRecord.handle] as number];
        const correlation = packed[at + commandRecord.correlation] as number;
        if (cell === undefined) {
          lane.reply(correlation, answerNumber.unknown_lot, 0, 0, 0);
          continue;
        }
        this.#enqueue(cell, {
          command: cell.behaviour.unpack(packed, at),
          urgent: false,
          receivedAt: packed[at + commandRecord.receivedAt] as number,
          correlation,
          lane,
        });
      }
    }
    lane.markMs = Math.max(lane.markMs, message.markMs);
    this.#turn();
  }

  /** Stops deciding, waits for the commit in flight, and signs the last moment of life. */
  async stop(): Promise<void> {
    this.#ended = true;
    await this.#pipeline.drain();
    const { journal, scheduler } = this.#options;
    await journal.heartbeat(this.#epochs, this.#suspension.since ?? scheduler.now()).catch(() => {});
    await journal.close();
  }

  /** Lets an actor that was stopped try again from the journal. */
  revive(actor: string): boolean {
    const cell = this.cells.get(actor);
    if (cell?.status !== 'halted') return false;
    cell.haltedBy = null;
    cell.forget();
    this.#rebuilder.demand(cell);
    return true;
  }

  #follow(lane: ShardLane, order: Order): void {
    if (order.order === 'bind') {
      const cell = this.#cellOf(order.actor);
      if (cell === null) return;
      lane.cells[order.handle] = cell;
      cell.handles++;
      return;
    }
    if (order.order === 'summaries') {
      lane.wantsSummaries = order.on;
      return;
    }
    if (order.order === 'inspect') {
      lane.answer(order.correlation, this.#inspect(order.question));
      return;
    }
    const cell = lane.cells[order.handle];
    if (order.order === 'unbind') {
      if (cell) this.#unbind(lane, order.handle);
    } else if (order.order === 'unwatch') {
      if (cell?.watchers?.delete(lane) && cell.watchers.size === 0) cell.watchers = null;
    } else if (order.order === 'watch') {
      if (cell === undefined) return lane.answer(order.correlation, null);
      cell.watchers ??= new Map();
      cell.watchers.set(lane, order.handle);
      this.#ask(cell, { lane, correlation: order.correlation, question: { ask: 'snapshot' } });
    } else if (order.order === 'ask') {
      if (cell === undefined) return lane.answer(order.correlation, null);
      this.#ask(cell, { lane, correlation: order.correlation, question: order.question });
    } else if (cell === undefined) {
      lane.reply(order.correlation, answerNumber.unknown_lot, 0, 0, 0);
    } else {
      const { command, receivedAt, correlation } = order;
      this.#enqueue(cell, { command, urgent: true, receivedAt, correlation, lane });
    }
  }

  #inspect(question: InspectQuestion): unknown {
    if (question.inspect === 'revive') return this.revive(question.actor);
    return inspectShard(this, question);
  }

  #unbind(lane: ShardLane, handle: number): void {
    const cell = lane.cells[handle] as Cell;
    lane.cells[handle] = undefined;
    if (cell.watchers?.delete(lane) && cell.watchers.size === 0) cell.watchers = null;
    cell.handles--;
    this.#dropIfIdle(cell);
  }

  #dropIfIdle(cell: Cell): void {
    if (!cell.idle || this.#rebuilder.has(cell)) return;
    this.cells.delete(cell.actor);
  }

  /** The cell of an actor, made if need be; null for a kind that nobody knows. */
  #cellOf(actor: string): Cell | null {
    const known = this.cells.get(actor);
    if (known) return known;
    const behaviour = this.#behaviours.get(actor.slice(0, actor.indexOf('/')));
    if (behaviour === undefined) return null;
    const cell = new Cell(actor, behaviour);
    this.cells.set(actor, cell);
    return cell;
  }

  #enqueue(cell: Cell, envelope: Envelope): void {
    if (this.#ended || this.#suspension.isFailing) return this.#mailRoom.refuse(envelope, 'retry');
    if (cell.status === 'halted') return this.#mailRoom.refuse(envelope, 'halted');
    if (!this.#mailRoom.put(cell, envelope)) return;
    if (cell.status === 'ready') this.#mailRoom.enlist(cell);
    else this.#rebuilder.demand(cell);
  }

  /** One turn: deadlines that have come, then everybody's mail in shares, then a commit if none is under way. */
  #turn(): void {
    this.#turnScheduled = false;
    if (this.#ended) return this.#flush();
    if (this.#canDecide()) {
      let budget = limits.turnCommandsPerShard;
      budget -= this.#closing.decide(budget);
      budget -= this.#mailRoom.decide(budget);
      if (budget <= 0 && this.#canDecide()) this.#scheduleTurn();
    }
    if (!this.#suspension.isOn) this.#pipeline.commit();
    this.#flush();
    this.#armTimer();
  }

  #canDecide(): boolean {
    return !this.#suspension.isOn && !this.#pipeline.gathering.isFull && !this.#pipeline.isStalled();
  }

  #flush(): void {
    for (const lane of this.#lanes) lane.flush();
  }

  #scheduleTurn(): void {
    if (this.#turnScheduled) return;
    this.#turnScheduled = true;
    this.#options.scheduler.soon(() => this.#turn());
  }

  #armTimer(): void {
    // A deadline that may not be dealt with now would ring on and on; what ends such a time takes a turn.
    const first = this.#canDecide() ? this.#closing.deadlines.first() : undefined;
    this.#options.scheduler.wake(first === undefined ? null : first.deadline, () => this.#turn());
  }

  /** Stops one actor, for good reason: it can't decide this command, and guessing is worse than stopping. */
  #halt(cell: Cell, command: unknown, error: unknown): void {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    cell.status = 'halted';
    cell.haltedBy = reason;
    this.#closing.drop(cell);
    this.#mailRoom.drain(cell, 'halted');
    const { journal, log, scheduler } = this.#options;
    log('error', 'an actor was stopped by a command that it could not decide', {
      actor: cell.actor,
      seq: cell.seq,
      error: reason,
    });
    const dead = { actor: cell.actor, seq: cell.seq, at: scheduler.now(), command, error: reason };
    journal.recordDead(dead).catch((failure) => {
      log('error', 'a command that could not be decided could not be recorded either', {
        actor: cell.actor,
        error: String(failure),
      });
    });
  }

  #ask(cell: Cell, ask: { lane: ShardLane; correlation: number; question: unknown }): void {
    if (this.#suspension.isFailing || this.#ended) return ask.lane.answer(ask.correlation, null);
    if (cell.status === 'halted') return ask.lane.answer(ask.correlation, null);
    if (cell.status === 'ready') return this.#decider.answer(cell, ask);
    cell.asks ??= [];
    cell.asks.push(ask);
    this.#rebuilder.demand(cell);
  }

  #rebuilt(cell: Cell): void {
    // What was committed under an unknown outcome was never told.
    for (const [lane, handle] of cell.watchers ?? []) lane.refresh(handle, snapshotOf(cell));
    this.#decider.giveBackOutages(cell);
    if (cell.status !== 'ready') return;
    this.#closing.rearm(cell);
    const { asks } = cell;
    cell.asks = null;
    for (const ask of asks ?? []) this.#decider.answer(cell, ask);
    this.#mailRoom.enlist(cell);
    this.#dropIfIdle(cell);
  }

  #committed(batch: Batch, tookMs: number): void {
    this.measures.committed(batch.eventCount, tookMs);
    batch.publish([...this.#lanes].filter((lane) => lane.wantsSummaries));
    for (const cell of batch.cells) this.#dropIfIdle(cell);
    const unseenMs = this.#options.scheduler.now() - batch.unseenSince;
    if (unseenMs > limits.commitStallMs) {
      this.#options.log('warn', 'a commit stalled; its time is given back', { tookMs, unseenMs });
      this.#suspension.begin(batch.unseenSince, false);
    }
    this.#turn();
    this.#rebuilder.load();
  }

  #commitFailed(batch: Batch, gathering: Batch, error: unknown): void {
    this.measures.failedCommits++;
    batch.abandon();
    gathering.abandon();
    // Forgotten actors keep their mail and their deadlines, and are rebuilt before either is dealt with.
    for (const cell of [...batch.cells, ...gathering.cells]) this.#rebuilder.demand(cell);
    this.#journalFailed(error, batch.unseenSince);
    this.#turn();
  }

  #journalFailed(error: unknown, since: number): void {
    if (error instanceof Deposed) return this.#stepDown(error.message);
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.log('error', 'the journal failed', { error: reason });
    if (error instanceof Conflict) {
      // Somebody else wrote: either this shard was deposed, which the next sign of life tells, or its actors
      // were behind and are rebuilt. Nobody was kept from bidding.
      void this.#heartbeat();
      return;
    }
    for (const cell of this.cells.values()) this.#mailRoom.drain(cell, 'retry');
    this.#suspension.begin(since, true);
  }

  #recovered(outage: SlotOutage): void {
    this.#options.log('info', 'the outage is over and given back', { lostMs: outage.to - outage.from });
    this.#outages.add(outage);
    this.#pipeline.madeUp(outage.to);
    // The running auctions show their new deadlines soon; whichever is touched first gets its own at once.
    for (const cell of this.cells.values()) {
      if (cell.status === 'ready' && cell.place >= 0) this.#toRefresh.add(cell);
    }
    this.#refresh();
    this.#rebuilder.load();
    this.#turn();
  }

  #refresh(): void {
    if (this.#suspension.isOn || this.#ended) return;
    let count = 0;
    for (const cell of this.#toRefresh) {
      if (count++ >= limits.loadActors || this.#pipeline.gathering.isFull) break;
      this.#toRefresh.delete(cell);
      if (cell.status === 'ready') this.#decider.giveBackOutages(cell);
    }
    this.#pipeline.commit();
    if (this.#toRefresh.size > 0) this.#options.scheduler.soon(() => this.#refresh());
  }

  async #heartbeat(): Promise<void> {
    const { journal, scheduler } = this.#options;
    // Signs of life stop while nobody can bid, so that a crash in an outage gives all of it back.
    if (this.#suspension.isOn || this.#pipeline.isStalled() || this.#ended) return;
    try {
      await journal.heartbeat(this.#epochs, scheduler.now());
    } catch (error) {
      if (error instanceof Deposed) this.#stepDown(error.message);
    }
  }

  #stepDown(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const cell of this.cells.values()) this.#mailRoom.drain(cell, 'retry');
    this.#flush();
    this.#options.onDeposed(reason);
  }
}
