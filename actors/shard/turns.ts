import { limits } from '../../schema/limits.ts';
import type { Closing } from './closing.ts';
import type { Intake } from './intake.ts';
import type { MailRoom } from './mail-room.ts';
import type { Pipeline } from './pipeline.ts';
import type { Scheduler } from './scheduler.ts';
import type { ShardLane } from './shard-lane.ts';
import type { Suspension } from './suspension.ts';

export interface TurnsParts {
  readonly scheduler: Scheduler;
  readonly intake: Intake;
  readonly closing: Closing;
  readonly mailRoom: MailRoom;
  readonly pipeline: Pipeline;
  readonly suspension: Suspension;
  readonly lanes: ReadonlySet<ShardLane>;
  readonly isEnded: () => boolean;
}

/** When a shard decides: a turn whenever something came in, a deadline came, or a commit is done. */
export class Turns {
  readonly #parts: TurnsParts;
  #isScheduled = false;

  constructor(parts: TurnsParts) {
    this.#parts = parts;
  }

  /** One turn: bids that wait are taken in, then deadlines that have come, everybody's mail in shares, a commit if none is under way. */
  take(): void {
    this.#isScheduled = false;
    const { intake, lanes, closing, mailRoom, pipeline, suspension, isEnded } = this.#parts;
    for (const lane of lanes) intake.bids(lane);
    if (isEnded()) return this.flush();
    if (this.#canDecide()) {
      let budget = limits.turnCommandsPerShard;
      budget -= closing.decide(budget);
      budget -= mailRoom.decide(budget);
      if ((budget <= 0 || mailRoom.hasYielded) && this.#canDecide()) this.#schedule();
    }
    if (!suspension.isOn) pipeline.commit();
    this.flush();
    this.armTimer();
  }

  /** Sends what the lanes have gathered. */
  flush(): void {
    for (const lane of this.#parts.lanes) lane.flush();
  }

  /** Has a turn taken when the next deadline comes. */
  armTimer(): void {
    const { scheduler, closing } = this.#parts;
    // A deadline that may not be dealt with now would ring on and on; what ends such a time takes a turn.
    const first = this.#canDecide() ? closing.deadlines.first() : undefined;
    scheduler.wake(first === undefined ? null : first.deadline, () => this.take());
  }

  #canDecide(): boolean {
    const { suspension, pipeline } = this.#parts;
    return !suspension.isOn && !pipeline.gathering.isFull && !pipeline.isStalled();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#parts.scheduler.soon(() => this.take());
  }
}
