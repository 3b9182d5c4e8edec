import { limits } from '../../schema/limits.ts';
import type { SlotEpochs, SlotOutage, Tenure } from '../journal/journal.ts';
import type { InspectQuestion } from '../lane/messages.ts';
import type { Batch } from './batch.ts';
import type { Cell } from './cell.ts';
import { Cells } from './cells.ts';
import { Closing } from './closing.ts';
import { Decider } from './decider.ts';
import { Failures } from './failures.ts';
import { GivingBack } from './giving-back.ts';
import { Halting } from './halting.ts';
import { Intake } from './intake.ts';
import { LateHeads } from './late-heads.ts';
import { MailRoom } from './mail-room.ts';
import { Measures } from './measures.ts';
import { Orders } from './orders.ts';
import type { Outages } from './outages.ts';
import { Pipeline } from './pipeline.ts';
import { Rebuilder } from './rebuilder.ts';
import type { ShardOptions } from './shard.ts';
import type { ShardLane } from './shard-lane.ts';
import { SignsOfLife } from './signs-of-life.ts';
import { Suspension } from './suspension.ts';
import { Turns } from './turns.ts';

/** What the parts need of the shard that they make up. */
export interface Whole {
  readonly lanes: ReadonlySet<ShardLane>;
  readonly tenure: () => Tenure;
  readonly onRenewed: (epochs: SlotEpochs) => void;
  readonly outages: () => Outages;
  readonly isEnded: () => boolean;
  readonly onRebuilt: (cell: Cell) => void;
  readonly onCommitted: (batch: Batch, tookMs: number) => void;
  readonly onCommitFailed: (batch: Batch, gathering: Batch, error: unknown) => void;
  readonly onRecovered: (outage: SlotOutage) => void;
  readonly onDeposed: (reason: string) => void;
  readonly inspect: (question: InspectQuestion) => unknown;
}

export type Parts = ReturnType<typeof wire>;

/** Makes the parts of a shard and tells them of each other: who may call whom stands here. */
export function wire({ behaviours, journal, scheduler, log }: ShardOptions, whole: Whole) {
  const { lanes, tenure, outages, isEnded, onDeposed } = whole;
  const epochs = () => tenure().epochs;
  const measures = new Measures();

  const isRunning = () => !suspension.isOn && !isEnded();
  const hasRoom = () => !pipeline.gathering.isFull;
  const onUndecidable = (cell: Cell, command: unknown, error: unknown) => halting.halt(cell, command, error);
  /** Up to when everything that was asked of this shard has been dealt with (ms): decided and seen, or loaded. */
  const accountedUntil = () =>
    Math.min(scheduler.now(), pipeline.unseenSince, rebuilder.loadingSince, suspension.since);

  const lateHeads = new LateHeads();
  const cells = new Cells(behaviours, (cell) => rebuilder.has(cell) || lateHeads.has(cell));
  const pipeline = new Pipeline({
    journal,
    scheduler,
    epochs,
    lateHeads,
    onUnsound: (cell, error) => onUndecidable(cell, { type: 'commit' }, error),
    onCommitted: whole.onCommitted,
    onFailed: whole.onCommitFailed,
  });
  const decider = new Decider({
    scheduler,
    measures,
    gathering: () => pipeline.gathering,
    outages,
    epochOf: (cell) => epochs().get(cell.slot) as number,
    onChanged: (cell) => closing.changed(cell),
    onUndecidable,
  });
  const mailRoom = new MailRoom({
    decider,
    measures,
    hasRoom,
    hasRoomToYield: () => pipeline.gathering.yieldingEvents < limits.maxCommitYieldingEvents,
    onEmptied: (cell) => cells.dropIfIdle(cell),
  });
  const rebuilder = new Rebuilder({
    journal,
    scheduler,
    tenure,
    lateHeads,
    mayLoad: isRunning,
    hasRoom,
    onRebuilt: whole.onRebuilt,
    onUnsound: (cell, error) => onUndecidable(cell, { type: 'rebuild' }, error),
    onFailed: (error, since) => failures.ofJournal(error, since),
    onLoaded: () => turns.take(),
  });
  const closing = new Closing({
    scheduler,
    measures,
    decider,
    mailRoom,
    lanes,
    takeIn: (lane) => intake.bids(lane),
    hasRoom,
    onCold: (cell) => rebuilder.demand(cell),
    onUndecidable,
  });
  const suspension = new Suspension({
    journal,
    scheduler,
    tenure,
    accountedUntil,
    isEnded,
    onRenewed: whole.onRenewed,
    onRecovered: whole.onRecovered,
    onDeposed,
  });
  const isClosed = () => isEnded() || suspension.isFailing;
  const intake = new Intake({ decider, mailRoom, rebuilder, isClosed });
  const turns = new Turns({ scheduler, intake, closing, mailRoom, pipeline, suspension, lanes, isEnded });
  const flush = () => turns.flush();
  const halting = new Halting({ journal, scheduler, log, closing, mailRoom, rebuilder, flush });
  const signsOfLife = new SignsOfLife({
    journal,
    scheduler,
    tenure,
    accountedUntil,
    mayBeGiven: isRunning,
    onDeposed,
  });
  const failures = new Failures({ cells, mailRoom, rebuilder, suspension, signsOfLife, log, onDeposed });
  const givingBack = new GivingBack({ scheduler, decider, pipeline, mayDecide: isRunning });
  const orders = new Orders({ cells, intake, inspect: whole.inspect });
  return {
    measures,
    cells,
    lateHeads,
    pipeline,
    decider,
    mailRoom,
    rebuilder,
    closing,
    suspension,
    turns,
    halting,
    signsOfLife,
    failures,
    givingBack,
    intake,
    orders,
  };
}
