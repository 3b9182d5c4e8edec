import { type Answer, type Behaviour, commandRecord, type EventBase } from '../../schema/behaviour.ts';
import { answerCodes, answerNumber, retryableCodes } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import { Conflict, Deposed, type Journal, type SlotEpochs, type SlotOutage } from '../journal/journal.ts';
import type { InspectQuestion, Order, ToShard } from '../lane/messages.ts';
import type { Batch } from './batch.ts';
import { Cell } from './cell.ts';
import { Deadlines } from './deadlines.ts';
import { inspectShard } from './inspect.ts';
import { type Envelope, Mailbox } from './mailbox.ts';
import { Measures } from './measures.ts';
import { Outages } from './outages.ts';
import { Pipeline } from './pipeline.ts';
import { Queue } from './queue.ts';
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
  readonly deadlines = new Deadlines<Cell>();
  readonly measures = new Measures();
  readonly #options: ShardOptions;
  readonly #behaviours: ReadonlyMap<string, Behaviour>;
  readonly #lanes = new Set<ShardLane>();
  readonly #ready = new Queue<Cell>();
  readonly #due = new Set<Cell>();
  #epochs: SlotEpochs = new Map();
  #outages = new Outages();
  readonly #rebuilder: Rebuilder;
  readonly #pipeline: Pipeline;
  readonly #suspension: Suspension;
  #waiting = 0;
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
    this.#rebuilder = new Rebuilder({
      journal,
      scheduler,
      mayLoad: () => !this.#suspension.isOn && !this.#ended,
      hasRoom: () => !this.#pipeline.gathering.isFull,
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
    return this.#waiting;
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
      this.deadlines.set(cell, deadline);
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
    await this.#options.journal.heartbeat(this.#epochs, this.#options.scheduler.now()).catch(() => {});
    await this.#options.journal.close();
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
    if (this.#ended || this.#suspension.isFailing) return this.#refuse(envelope, 'retry');
    if (cell.status === 'halted') return this.#refuse(envelope, 'halted');
    cell.mailbox ??= new Mailbox();
    if (this.#waiting >= limits.maxShardCommands || !cell.mailbox.put(envelope)) {
      return this.#refuse(envelope, 'busy');
    }
    this.#waiting++;
    if (cell.status === 'ready') this.#makeReady(cell);
    else this.#rebuilder.demand(cell);
  }

  #refuse({ lane, correlation }: Envelope, code: keyof typeof answerNumber): void {
    this.measures.refused++;
    lane?.reply(correlation, answerNumber[code], 0, 0, 0);
  }

  #makeReady(cell: Cell): void {
    if (cell.queued) return;
    cell.queued = true;
    this.#ready.push(cell);
  }

  /** One turn: deadlines that have come, then everybody's mail in shares, then a commit if none is under way. */
  #turn(): void {
    this.#turnScheduled = false;
    if (this.#ended) return this.#flush();
    if (this.#canDecide()) {
      let budget = limits.turnCommandsPerShard;
      budget -= this.#decideDue(budget);
      budget -= this.#decideReady(budget);
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
    const first = this.deadlines.first();
    this.#options.scheduler.wake(first === undefined ? null : first.deadline, () => this.#turn());
  }

  /** Deals with deadlines that have come; gives how many commands that took. */
  #decideDue(budget: number): number {
    const now = this.#options.scheduler.now();
    for (let cell = this.deadlines.first(); cell !== undefined && cell.deadline <= now; ) {
      this.deadlines.set(cell, null);
      cell.due = true;
      this.#due.add(cell);
      cell = this.deadlines.first();
    }
    let used = 0;
    for (const cell of this.#due) {
      if (used >= budget || this.#pipeline.gathering.isFull) break;
      if (cell.status !== 'ready') {
        if (cell.status !== 'halted') this.#rebuilder.demand(cell);
        continue;
      }
      used += this.#decideDueCell(cell, budget - used);
    }
    return used;
  }

  #decideDueCell(cell: Cell, budget: number): number {
    let used = 0;
    while (used < budget && cell.status === 'ready') {
      const deadline = cell.behaviour.deadline(cell.state);
      const now = this.#options.scheduler.now();
      if (deadline === null || deadline > now) {
        this.#rearm(cell);
        break;
      }
      if (!this.#everyLaneMarked(deadline)) break;
      const envelope = cell.mailbox?.nextBefore(deadline);
      used++;
      if (envelope !== undefined) {
        this.#waiting--;
        this.#decide(cell, envelope);
        continue;
      }
      this.measures.lateness(now - deadline);
      const command = cell.behaviour.tick(deadline);
      this.#decide(cell, { command, urgent: true, receivedAt: now, correlation: 0, lane: null });
      if (cell.status === 'ready' && cell.behaviour.deadline(cell.state) === deadline) {
        this.#halt(cell, command, new Error('a tick left its deadline standing'));
      }
    }
    return used;
  }

  /** Whether every bid that any gateway received before `deadline` is here; asks those that lag behind. */
  #everyLaneMarked(deadline: number): boolean {
    let all = true;
    for (const lane of this.#lanes) {
      if (lane.markMs >= deadline) continue;
      lane.wantMark(deadline);
      all = false;
    }
    return all;
  }

  #rearm(cell: Cell): void {
    cell.due = false;
    this.#due.delete(cell);
    this.deadlines.set(cell, cell.behaviour.deadline(cell.state));
  }

  /** Decides mail in turns of `turnCommandsPerActor`; gives how many commands that took. */
  #decideReady(budget: number): number {
    let used = 0;
    while (used < budget && !this.#pipeline.gathering.isFull) {
      const cell = this.#ready.shift();
      if (cell === undefined) break;
      cell.queued = false;
      for (let share = 0; share < limits.turnCommandsPerActor && cell.status === 'ready'; share++) {
        const envelope = cell.mailbox?.next();
        if (envelope === undefined) break;
        this.#waiting--;
        used++;
        this.#decide(cell, envelope);
      }
      if (cell.status === 'ready' && (cell.mailbox?.size ?? 0) > 0) this.#makeReady(cell);
    }
    return used;
  }

  #decide(cell: Cell, { command, lane, correlation }: Envelope): void {
    const { behaviour } = cell;
    try {
      this.#giveBackOutages(cell);
      const key = cell.refusals === null ? null : behaviour.retryKey(command);
      const known = key === null ? undefined : cell.refusals?.get(key);
      if (known !== undefined) return this.#reply(cell, lane, correlation, known);
      const { events, answer } = behaviour.decide(cell.state, command, this.#options.scheduler.now());
      cell.decided++;
      this.measures.decided++;
      for (const event of events) this.#evolve(cell, event);
      if (events.length > 0) this.#moveDeadline(cell);
      else if (isFinalRefusal(answer.code)) {
        const refusalKey = behaviour.retryKey(command);
        if (refusalKey !== null) cell.rememberRefusal(refusalKey, answer);
      }
      this.#reply(cell, lane, correlation, answer);
    } catch (error) {
      this.#halt(cell, command, error);
      lane?.reply(correlation, answerNumber.halted, 0, 0, 0);
    }
  }

  #evolve(cell: Cell, event: EventBase): void {
    const { behaviour } = cell;
    cell.state = behaviour.evolve(cell.state, event);
    cell.seq++;
    cell.lastEvent = event;
    this.#pipeline.gathering.add(cell, this.#epochs.get(cell.slot) as number, event);
    if (cell.watchers !== null) {
      const text = behaviour.publish(cell.state, event);
      if (text !== null) this.#pipeline.gathering.tell(cell, behaviour.position(cell.state), text);
    }
  }

  #moveDeadline(cell: Cell): void {
    if (!cell.due) this.deadlines.set(cell, cell.behaviour.deadline(cell.state));
  }

  /** An answer leaves with the commit of the last event that it may rest on, or at once if all is committed. */
  #reply(cell: Cell, lane: Envelope['lane'], correlation: number, answer: Answer): void {
    if (lane === null) return;
    const position = answer.position || cell.behaviour.position(cell.state);
    if (cell.batch === null) lane.reply(correlation, answer.code, answer.value, answer.flag, position);
    else cell.batch.reply(lane, correlation, answer.code, answer.value, answer.flag, position);
  }

  /** Stops one actor, for good reason: it can't decide this command, and guessing is worse than stopping. */
  #halt(cell: Cell, command: unknown, error: unknown): void {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    cell.status = 'halted';
    cell.haltedBy = reason;
    this.#due.delete(cell);
    cell.due = false;
    this.deadlines.set(cell, null);
    this.#drain(cell, 'halted');
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

  /** Answers everybody who waits in a mailbox. */
  #drain(cell: Cell, code: 'halted' | 'retry'): void {
    for (let envelope = cell.mailbox?.next(); envelope !== undefined; envelope = cell.mailbox?.next()) {
      this.#waiting--;
      this.#refuse(envelope, code);
    }
    for (const { lane, correlation } of cell.asks ?? []) lane.answer(correlation, null);
    cell.asks = null;
  }

  #ask(cell: Cell, ask: { lane: ShardLane; correlation: number; question: unknown }): void {
    if (this.#suspension.isFailing || this.#ended) return ask.lane.answer(ask.correlation, null);
    if (cell.status === 'halted') return ask.lane.answer(ask.correlation, null);
    if (cell.status === 'ready') return this.#answer(cell, ask);
    cell.asks ??= [];
    cell.asks.push(ask);
    this.#rebuilder.demand(cell);
  }

  #answer(cell: Cell, ask: { lane: ShardLane; correlation: number; question: unknown }): void {
    this.#giveBackOutages(cell);
    const { behaviour, state } = cell;
    const isSnapshot = (ask.question as { ask?: unknown } | null)?.ask === 'snapshot';
    const value = isSnapshot ? snapshotOf(cell) : behaviour.view(state, ask.question);
    if (cell.batch === null) ask.lane.answer(ask.correlation, value);
    else cell.batch.answer(ask.lane, ask.correlation, value);
  }

  /** Before anything else is decided, an actor is told of the outages that it has not heard of. */
  #giveBackOutages(cell: Cell): void {
    for (const command of this.#outages.untold(cell)) {
      const { events } = cell.behaviour.decide(cell.state, command, this.#options.scheduler.now());
      for (const event of events) this.#evolve(cell, event);
      if (events.length > 0) this.#moveDeadline(cell);
    }
  }

  #rebuilt(cell: Cell): void {
    // What was committed under an unknown outcome was never told.
    for (const [lane, handle] of cell.watchers ?? []) lane.refresh(handle, snapshotOf(cell));
    this.#giveBackOutages(cell);
    this.#rearm(cell);
    const { asks } = cell;
    cell.asks = null;
    for (const ask of asks ?? []) this.#answer(cell, ask);
    if ((cell.mailbox?.size ?? 0) > 0) this.#makeReady(cell);
    else this.#dropIfIdle(cell);
  }

  #committed(batch: Batch, tookMs: number): void {
    this.measures.committed(batch.eventCount, tookMs);
    batch.publish([...this.#lanes].filter((lane) => lane.wantsSummaries));
    for (const cell of batch.cells) this.#dropIfIdle(cell);
    if (tookMs > limits.commitStallMs) {
      this.#options.log('warn', 'a commit stalled; its time is given back', { tookMs });
      this.#suspension.begin(batch.startedAt, false);
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
    this.#journalFailed(error, batch.startedAt);
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
    for (const cell of this.cells.values()) this.#drain(cell, 'retry');
    this.#suspension.begin(since, true);
  }

  #recovered(outage: SlotOutage): void {
    this.#options.log('info', 'the outage is over and given back', { lostMs: outage.to - outage.from });
    this.#outages.add(outage);
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
      if (cell.status === 'ready') this.#giveBackOutages(cell);
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
    for (const cell of this.cells.values()) this.#drain(cell, 'retry');
    this.#flush();
    this.#options.onDeposed(reason);
  }
}

const isFinalRefusal = (code: number): boolean =>
  code !== answerNumber.accepted && !retryableCodes.has(answerCodes[code] ?? 'invalid');
