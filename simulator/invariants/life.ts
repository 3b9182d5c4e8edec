import type { Cell } from '../../actors/shard/cell.ts';
import type { ActorRecord } from '../record/actor-record.ts';
import type { Invariant } from './invariant.ts';

/** An actor in memory that has nothing uncommitted, and the same as the journal has it. */
export interface LivingActor {
  readonly cell: Cell;
  readonly stored: ActorRecord;
}

/** Replay equals life: a state that was lived through is the one that the journal gives. */
export const lifeInvariants: readonly Invariant<LivingActor>[] = [
  {
    sentence: 'replaying the events gives the state that lived through them',
    check: ({ cell, stored }) => {
      const lived = JSON.stringify(cell.behaviour.freeze(cell.state));
      return lived === stored.frozen
        ? null
        : `${cell.actor} at ${cell.seq}: ${lived} lived, ${stored.frozen} replayed`;
    },
  },
];
