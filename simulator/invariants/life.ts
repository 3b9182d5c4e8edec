import type { Cell } from '../../actors/shard/cell.ts';
import type { LotRecord } from '../record/lot-record.ts';
import type { Invariant } from './invariant.ts';

/** An actor in memory that has nothing uncommitted, and the lot as the journal has it. */
export interface LivingActor {
  readonly cell: Cell;
  readonly lot: LotRecord;
}

/** Replay equals life: a state that was lived through is the one that the journal gives. */
export const lifeInvariants: readonly Invariant<LivingActor>[] = [
  {
    sentence: 'replaying the events gives the state that lived through them',
    check: ({ cell, lot }) => {
      const lived = JSON.stringify(cell.behaviour.freeze(cell.state));
      return lived === lot.frozen
        ? null
        : `${cell.actor} at ${cell.seq}: ${lived} lived, ${lot.frozen} replayed`;
    },
  },
];
