import type { Commit } from '../../actors/journal/journal.ts';
import { slotOf } from '../../actors/slots.ts';
import type { LotRecord } from '../record/lot-record.ts';
import type { Invariant } from './invariant.ts';

/** A commit that the database has just carried out, before its events are recorded. */
export interface WrittenCommit {
  readonly owner: string;
  readonly commit: Commit;
  readonly ownerOfSlot: ReadonlyMap<number, string>;
  readonly lotOf: (actor: string) => LotRecord;
}

const onlyTheOwnerWrites: Invariant<WrittenCommit> = {
  sentence: 'two owners never both commit',
  check: ({ owner, commit, ownerOfSlot }) => {
    for (const actor of commit.runs.actors) {
      const rightful = ownerOfSlot.get(slotOf(actor));
      if (rightful !== owner) return `${owner} wrote to ${actor}, which belongs to ${rightful}`;
    }
    return null;
  },
};

const sequenceHasNoGaps: Invariant<WrittenCommit> = {
  sentence: 'events follow each other without a gap, none is overwritten',
  check: ({ commit, lotOf }) => {
    const { actors, seqs, datas } = commit.runs;
    const next = new Map<string, number>();
    for (const [n, actor] of actors.entries()) {
      const due = next.get(actor) ?? lotOf(actor).events.length + 1;
      if (seqs[n] !== due) return `${actor}: ${seqs[n]} where ${due} is due`;
      next.set(actor, due + (JSON.parse(`[${datas[n]}]`) as unknown[]).length);
    }
    return null;
  },
};

export const ownershipInvariants = [onlyTheOwnerWrites, sequenceHasNoGaps];

/** The same commit when its events are recorded. */
export interface RecordedCommit {
  readonly commit: Commit;
  readonly lotOf: (actor: string) => LotRecord;
}

const headsTellTheState: Invariant<RecordedCommit> = {
  sentence: 'lists and alarms are written as the events are that they follow from',
  check: ({ commit, lotOf }) => {
    const { actors, seqs, statuses } = commit.heads;
    for (const [n, actor] of actors.entries()) {
      const { events, now } = lotOf(actor);
      if (seqs[n] !== events.length || statuses[n] !== now.phase) {
        return `${actor}: ${statuses[n]} at ${seqs[n]} instead of ${now.phase} at ${events.length}`;
      }
    }
    return null;
  },
};

const listsKnowPhaseAndAlarm: Invariant<RecordedCommit> = {
  sentence: 'only what a bid moves may be shown in lists after its commit',
  check: ({ commit, lotOf }) => {
    for (const actor of commit.runs.actors) {
      const { shown, now, awaits } = lotOf(actor);
      if (shown?.status !== now.phase || shown.awaits !== awaits) {
        return `${actor}: ${JSON.stringify(shown)} instead of ${now.phase}, awaiting a deadline: ${awaits}`;
      }
    }
    return null;
  },
};

const checkpointsAreTheirState: Invariant<RecordedCommit> = {
  sentence: 'a checkpoint is the state at its sequence number',
  check: ({ commit, lotOf }) => {
    const { actors, seqs, states } = commit.checkpoints;
    for (const [n, actor] of actors.entries()) {
      const { events, frozen } = lotOf(actor);
      if (seqs[n] !== events.length || states[n] !== frozen) return `${actor} at ${seqs[n]}`;
    }
    return null;
  },
};

export const recordInvariants = [headsTellTheState, listsKnowPhaseAndAlarm, checkpointsAreTheirState];
