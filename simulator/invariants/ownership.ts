import type { Commit } from '../../actors/journal/journal.ts';
import { slotOf } from '../../actors/slots.ts';
import type { ActorRecord } from '../record/actor-record.ts';
import type { Invariant } from './invariant.ts';

/** A commit that the database has just carried out, before its events are recorded. */
export interface WrittenCommit {
  readonly owner: string;
  readonly commit: Commit;
  readonly ownerOfSlot: ReadonlyMap<number, string>;
  readonly recordOf: (actor: string) => ActorRecord;
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
  check: ({ commit, recordOf }) => {
    const { actors, seqs, datas } = commit.runs;
    const next = new Map<string, number>();
    for (const [n, actor] of actors.entries()) {
      const due = next.get(actor) ?? recordOf(actor).events.length + 1;
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
  readonly recordOf: (actor: string) => ActorRecord;
}

const headsTellTheState: Invariant<RecordedCommit> = {
  sentence: 'lists and alarms are written as the events are that they follow from',
  check: ({ commit, recordOf }) => {
    const { actors, seqs, statuses } = commit.heads;
    for (const [n, actor] of actors.entries()) {
      const { events, status } = recordOf(actor);
      if (seqs[n] !== events.length || statuses[n] !== status) {
        return `${actor}: ${statuses[n]} at ${seqs[n]} instead of ${status} at ${events.length}`;
      }
    }
    return null;
  },
};

const listsKnowPhaseAndAlarm: Invariant<RecordedCommit> = {
  sentence: 'only what a bid moves may be shown in lists after its commit',
  check: ({ commit, recordOf }) => {
    for (const actor of commit.runs.actors) {
      const { shown, status, awaits } = recordOf(actor);
      if (shown?.status !== status || shown.awaits !== awaits) {
        return `${actor}: ${JSON.stringify(shown)} instead of ${status}, awaiting a deadline: ${awaits}`;
      }
    }
    return null;
  },
};

const checkpointsAreTheirState: Invariant<RecordedCommit> = {
  sentence: 'a checkpoint is the state at its sequence number',
  check: ({ commit, recordOf }) => {
    const { actors, seqs, states } = commit.checkpoints;
    for (const [n, actor] of actors.entries()) {
      const { events, frozen } = recordOf(actor);
      if (seqs[n] !== events.length || states[n] !== frozen) return `${actor} at ${seqs[n]}`;
    }
    return null;
  },
};

export const recordInvariants = [headsTellTheState, listsKnowPhaseAndAlarm, checkpointsAreTheirState];
