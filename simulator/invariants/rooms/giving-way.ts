import type { Cell } from '../../../actors/shard/cell.ts';
import type { Invariant } from '../invariant.ts';

/** A command of a room that is about to be decided, and all actors of its shard. */
export interface YieldingDecision {
  readonly cells: ReadonlyMap<string, Cell>;
}

export const givingWayInvariants: readonly Invariant<YieldingDecision>[] = [
  {
    sentence: 'bids go before chat: nothing is decided in a room while a bid waits that could be',
    check: ({ cells }) => {
      for (const { actor, behaviour, status, mailbox, until } of cells.values()) {
        if (behaviour.givesWay || status !== 'ready' || mailbox === null) continue;
        if (mailbox.mayHaveNext(until)) return `${mailbox.size} wait at ${actor}`;
      }
      return null;
    },
  },
];
