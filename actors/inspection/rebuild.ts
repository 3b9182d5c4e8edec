import type { Kysely } from 'kysely';
import type { Behaviour } from '../../schema/behaviour.ts';
import type { Tables } from '../../schema/tables.ts';
import type { StoredEvent } from '../journal/journal.ts';
import { InspectionError } from './protocol.ts';
import { eventsBetween } from './stored.ts';

/** Events per query: few enough that the thread, which also serves bidders, is soon free again. */
const pageEvents = 256;

export interface Rebuilt {
  readonly last: StoredEvent | null;
  readonly state: unknown;
}

/**
 * An actor's state as it was after the event `to`, from its first event on. No checkpoint is used: what the
 * journal says must be enough, and here one sees whether it is.
 */
export async function rebuild(
  db: Kysely<Tables>,
  behaviour: Behaviour,
  actor: string,
  to: number,
  signal: AbortSignal,
): Promise<Rebuilt> {
  let state = behaviour.initial();
  let last: StoredEvent | null = null;
  while ((last?.seq ?? 0) < to) {
    signal.throwIfAborted();
    const after: number = last?.seq ?? 0;
    const page = await eventsBetween(db, actor, after, to, pageEvents);
    if (page.length === 0) throw unsound(actor, after + 1, 'it is missing');
    for (const stored of page) {
      const expected = (last?.seq ?? 0) + 1;
      if (stored.seq !== expected) throw unsound(actor, expected, 'it is missing');
      try {
        state = behaviour.evolve(state, stored.event);
      } catch (error) {
        throw unsound(
          actor,
          stored.seq,
          error instanceof Error ? (error.stack ?? error.message) : String(error),
        );
      }
      last = stored;
    }
  }
  return { last, state };
}

const unsound = (actor: string, seq: number, reason: string) =>
  new InspectionError('unsound', `Event ${seq} of ${actor} can't be applied: ${reason}`);
