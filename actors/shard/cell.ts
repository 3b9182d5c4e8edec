import type { Answer, Behaviour, EventBase } from '../../schema/behaviour.ts';
import { slotOf } from '../slots.ts';
import type { Batch } from './batch.ts';
import type { Timed } from './deadlines.ts';
import type { Mailbox } from './mailbox.ts';
import { Refusals } from './refusals.ts';
import type { ShardLane } from './shard-lane.ts';

/** `cold`: not in memory. `loading`: being rebuilt. `halted`: stopped by a command that it could not decide. */
export type CellStatus = 'cold' | 'loading' | 'ready' | 'halted';

/** A question that waits until the actor is rebuilt and what its answer rests on is committed. */
export interface Ask {
  readonly lane: ShardLane;
  readonly correlation: number;
  readonly question: unknown;
}

/** One actor on its shard: its state, how far it has been decided and committed, and who waits for it. */
export class Cell implements Timed {
  readonly actor: string;
  readonly slot: number;
  readonly behaviour: Behaviour;
  status: CellStatus = 'cold';
  state: unknown = undefined;
  /** Sequence number of the last event decided, and of the newest checkpoint. */
  seq = 0;
  checkpointSeq = 0;
  /** The batch that holds its last uncommitted event; null if all is committed. */
  batch: Batch | null = null;
  /** Where in that batch its newest run of events stands, and how many events that has. */
  run = 0;
  runEvents = 0;
  /** An event since its head was last written has to be shown in lists with its own commit. */
  isHeadUrgent = false;
  /** How many of the shard's outages this actor has been told of. */
  outagesSeen = 0;

  mailbox: Mailbox | null = null;
  /** Stands in the ready queue. */
  queued = false;
  asks: Ask[] | null = null;
  /** Lanes with a watcher of this actor, and its handle there. */
  watchers: Map<ShardLane, number> | null = null;
  /** Lanes that have a handle on it. */
  handles = 0;
  refusals: Refusals | null = null;

  /**
   * Its deadline as its state has it (ms), Infinity without one. What was received before is decided at once, and
   * what was received from then on when the deadline has been dealt with.
   */
  until = Number.POSITIVE_INFINITY;
  /** For the heap of deadlines. */
  deadline = 0;
  place = -1;
  /** Its deadline has come and is being dealt with. */
  due = false;

  /** Commands decided since it came to this shard. */
  decided = 0;
  lastEvent: EventBase | null = null;
  haltedBy: string | null = null;

  constructor(actor: string, behaviour: Behaviour) {
    this.actor = actor;
    this.slot = slotOf(actor);
    this.behaviour = behaviour;
  }

  /** Stops it. Its state may be half changed, so nobody may look at it any more. */
  halt(reason: string): void {
    this.status = 'halted';
    this.haltedBy = reason;
    this.state = undefined;
    this.refusals?.forgetUntold();
  }

  /** Forgets everything that the journal did not confirm; the next command waits for the rebuilding. */
  forget(): void {
    this.status = 'cold';
    this.state = undefined;
    this.batch = null;
    this.isHeadUrgent = false;
    this.refusals?.forgetUntold();
  }

  /** Remembers a refusal that leaves with the batch of the actor's last event, or at once if all is committed. */
  rememberRefusal(key: string, answer: Answer): void {
    const refusal = { answer, isTold: this.batch === null };
    this.batch?.tells(refusal);
    this.refusals ??= new Refusals();
    this.refusals.remember(key, refusal);
  }

  /** Whether nothing in this thread needs it any more. */
  get idle(): boolean {
    return (
      this.handles === 0 &&
      this.place < 0 &&
      !this.due &&
      this.batch === null &&
      this.asks === null &&
      (this.mailbox === null || this.mailbox.size === 0) &&
      (this.status === 'ready' || this.status === 'cold')
    );
  }
}
