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
 * journal says must be enough, and here one sees whether it is. Only where the beginning of the journal was deleted for its
 * age, the checkpoint that stands for it is.
 */
export async function rebuild(
  db: Kysely<Tables>,
  behaviour: Behaviour,
  actor: string,
  to: number,
  signal: AbortSignal,
): Promise<Rebuilt> {
  const start = await startOf(db, actor, to);
  let state = start === null ? behaviour.initial() : behaviour.thaw(start.state);
  let last: StoredEvent | null = null;
  const reached = () => last?.seq ?? start?.seq ?? 0;
  while (reached() < to) {
    signal.throwIfAborted();
    const after = reached();
    const page = await eventsBetween(db, actor, after, to, pageEvents);
    if (page.length === 0) throw unsound(actor, after + 1, 'it is missing');
    for (const stored of page) {
      const expected = reached() + 1;
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

/** The checkpoint that a rebuild up to the event `to` has to begin with, or null if it begins with the first event. */
async function startOf(db: Kysely<Tables>, actor: string, to: number) {
  const { first } = await db
    .selectFrom('events')
    .select(({ fn }) => fn.min('seq').as('first'))
    .where('actor', '=', actor)
    .executeTakeFirstOrThrow();
  if (Number(first ?? 1) === 1) return null;
  const checkpoint = await db
    .selectFrom('checkpoints')
    .select(['seq', 'state'])
    .where('actor', '=', actor)
    .executeTakeFirst();
  if (checkpoint === undefined) return null;
  if (checkpoint.seq > to) throw unsound(actor, to, 'it was deleted for its age');
  return checkpoint;
}

const unsound = (actor: string, seq: number, reason: string) =>
  new InspectionError('unsound', `Event ${seq} of ${actor} can't be applied: ${reason}`);
