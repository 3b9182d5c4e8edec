import type { Behaviour } from '../../schema/behaviour.ts';
import { limits } from '../../schema/limits.ts';
import type { Journal, SlotOutage, Tenure } from '../journal/journal.ts';
import { bidsWait, type InspectQuestion, type ToShard } from '../lane/messages.ts';
import type { Log } from '../log.ts';
import type { Batch } from './batch.ts';
import type { Cell } from './cell.ts';
import { inspectShard } from './inspect.ts';
import type { Measures } from './measures.ts';
import { Outages } from './outages.ts';
import type { Scheduler } from './scheduler.ts';
import type { ShardLane } from './shard-lane.ts';
import { snapshotOf } from './snapshot.ts';
import { type Parts, wire } from './wiring.ts';

export interface ShardOptions {
  readonly slots: readonly number[];
  /** Names this run of this shard in the table of slots: no other has or had the same name. */
  readonly owner: string;
  readonly journal: Journal;
  readonly behaviours: readonly Behaviour[];
  readonly scheduler: Scheduler;
  /** Called once when somebody else owns the slots: nothing more will be decided here. */
  readonly onDeposed: (reason: string) => void;
  readonly log: Log;
}

/**
 * A shard: many actors, one thread, one order of decisions. Commands come in by lanes and wait in
 * mailboxes; a turn decides what is waiting, in fair shares; what was decided goes to the journal as one
 * commit, one in flight at a time; and only then do answers and news leave. The next turn's decisions are
 * made while a commit is on its way, so a deadline never waits for the disk.
 */
export class Shard {
  readonly #options: ShardOptions;
  readonly #parts: Parts;
  readonly #lanes = new Set<ShardLane>();
  #tenure: Tenure;
  #outages = new Outages();
  #isEnded = false;

  constructor(options: ShardOptions) {
    this.#options = options;
    this.#tenure = { owner: options.owner, epochs: new Map() };
    this.#parts = wire(options, {
      lanes: this.#lanes,
      tenure: () => this.#tenure,
      onRenewed: (epochs) => {
        this.#tenure = { ...this.#tenure, epochs };
      },
      outages: () => this.#outages,
      isEnded: () => this.#isEnded,
      onRebuilt: (cell) => this.#rebuilt(cell),
      onCommitted: (batch, tookMs) => this.#committed(batch, tookMs),
      onCommitFailed: (batch, gathering, error) => this.#commitFailed(batch, gathering, error),
      onRecovered: (outage) => this.#recovered(outage),
      onDeposed: (reason) => this.#stepDown(reason),
      inspect: (question) => this.#inspect(question),
    });
  }

  get cells(): ReadonlyMap<string, Cell> {
    return this.#parts.cells.byActor;
  }

  get measures(): Measures {
    return this.#parts.measures;
  }

  get waitingCommands(): number {
    return this.#parts.mailRoom.waiting;
  }

  get waitingDeadlines(): number {
    return this.#parts.closing.deadlines.size;
  }

  get isDown(): boolean {
    return this.#parts.suspension.isOn;
  }

  /** Takes the slots over and finds the actors that wait for a deadline; rejects if the journal can't be reached. */
  async start(): Promise<void> {
    const { journal, slots, owner, scheduler } = this.#options;
    const { cells, closing, lateHeads, rebuilder, signsOfLife, suspension, turns } = this.#parts;
    const claimedAt = scheduler.now();
    const claim = await journal.claim(slots, owner, claimedAt);
    this.#tenure = claim;
    this.#outages = new Outages(claim.outages);
    for (const { actor, deadline } of await journal.awaiting(slots)) {
      const cell = cells.of(actor);
      if (cell === null) continue;
      closing.deadlines.set(cell, deadline);
      rebuilder.warm(cell);
    }
    // The claim has written down the outage up to its own time; what the rest of a start takes is lost as well.
    if (scheduler.now() - claimedAt > limits.heartbeatMs) suspension.begin(claimedAt, false);
    signsOfLife.start();
    scheduler.every(limits.lobbyWindowMs, () => {
      for (const lane of this.#lanes) lane.flush(true);
    });
    scheduler.every(limits.maxHeadLagMs, () => {
      if (lateHeads.size > 0) turns.take();
    });
    rebuilder.load();
    turns.armTimer();
  }

  attach(lane: ShardLane): void {
    this.#lanes.add(lane);
  }

  detach(lane: ShardLane): void {
    this.#lanes.delete(lane);
    for (const handle of lane.cells.keys()) this.#parts.orders.unbind(lane, handle);
    // A deadline may have waited for this lane's mark and for nothing else.
    this.#parts.turns.take();
  }

  /** Takes a message from a gateway, decides what can be decided, and posts what may leave. */
  receive(lane: ShardLane, message: ToShard): void {
    const { orders, intake, turns } = this.#parts;
    if (message === bidsWait) lane.heard();
    else {
      // Those that were written before these orders.
      intake.bids(lane);
      for (const order of message.orders) orders.follow(lane, order);
      lane.followed(message.markMs);
    }
    turns.take();
  }

  /** Stops deciding, waits for the commit in flight, and signs the last moment of life. */
  async stop(): Promise<void> {
    this.#isEnded = true;
    const { pipeline, suspension } = this.#parts;
    await pipeline.drain();
    if (!suspension.isOn) await pipeline.catchUp();
    await this.#parts.signsOfLife.end();
    await this.#options.journal.close();
  }

  /** Lets an actor that was stopped try again from the journal; false if it was not stopped. */
  revive(actor: string): boolean {
    const cell = this.cells.get(actor);
    if (cell?.status !== 'halted') return false;
    this.#parts.halting.revive(cell);
    return true;
  }

  #inspect(question: InspectQuestion): unknown {
    return question.inspect === 'revive' ? this.revive(question.actor) : inspectShard(this, question);
  }

  #rebuilt(cell: Cell): void {
    const { decider, closing, mailRoom, cells } = this.#parts;
    // What was committed under an unknown outcome was never told, and who watches may only know that it was stopped.
    for (const [lane, handle] of cell.watchers ?? []) lane.refresh(handle, snapshotOf(cell));
    decider.giveBackOutages(cell);
    if (cell.status !== 'ready') return;
    closing.rearm(cell);
    const { asks } = cell;
    cell.asks = null;
    for (const ask of asks ?? []) decider.answer(cell, ask);
    mailRoom.enlist(cell);
    cells.dropIfIdle(cell);
  }

  #committed(batch: Batch, tookMs: number): void {
    const { measures, cells, suspension, turns, rebuilder } = this.#parts;
    if (batch.eventCount > 0) measures.committed(batch.eventCount, tookMs);
    batch.publish([...this.#lanes].filter((lane) => lane.wantsSummaries));
    for (const cell of [...batch.cells, ...batch.caughtUp]) cells.dropIfIdle(cell);
    const unseenMs = this.#options.scheduler.now() - batch.unseenSince;
    if (unseenMs > limits.commitStallMs) {
      this.#options.log('warn', 'a commit stalled; its time is given back', { tookMs, unseenMs });
      suspension.begin(batch.unseenSince, false);
    }
    turns.take();
    rebuilder.load();
  }

  #commitFailed(batch: Batch, gathering: Batch, error: unknown): void {
    this.#parts.measures.failedCommits++;
    this.#parts.failures.ofCommit(batch, gathering, error);
    this.#parts.turns.take();
  }

  #recovered(outage: SlotOutage): void {
    const { pipeline, givingBack, rebuilder, turns } = this.#parts;
    this.#options.log('info', 'the outage is over and given back', { lostMs: outage.to - outage.from });
    this.#outages.add(outage);
    pipeline.madeUp(outage.to);
    givingBack.begin(this.cells.values());
    rebuilder.load();
    turns.take();
  }

  #stepDown(reason: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    for (const cell of this.cells.values()) this.#parts.mailRoom.drain(cell, 'retry');
    this.#parts.turns.flush();
    this.#options.onDeposed(reason);
  }
}
