import type { Kysely } from 'kysely';
import type { Tables } from '../../schema/tables.ts';
import type { StoredEvent } from '../journal/journal.ts';
import { eventsOf } from '../journal/run.ts';
import type { DeadRow } from './protocol.ts';

/** Events of one actor with `after < seq <= upTo`, in order, at most `limit`. */
export async function eventsBetween(
  db: Kysely<Tables>,
  actor: string,
  after: number,
  upTo: number,
  limit: number,
): Promise<StoredEvent[]> {
  const rows = await db
    .selectFrom('events')
    .select(['seq', 'epoch', 'data'])
    .where('actor', '=', actor)
    // The run that holds the first one wanted may begin before it.
    .where('seq', '>=', (from) =>
      from
        .selectFrom('events')
        .select(({ fn, val }) => fn.coalesce(fn.max('seq'), val(0)).as('seq'))
        .where('actor', '=', actor)
        .where('seq', '<=', after + 1),
    )
    .where('seq', '<=', upTo)
    .orderBy('seq')
    .limit(limit)
    .execute();
  const events = rows.flatMap(eventsOf).filter(({ seq }) => seq > after && seq <= upTo);
  return events.slice(0, limit);
}

/** Sequence number of an actor's newest event; 0 if it has none. */
export async function lastSeqOf(db: Kysely<Tables>, actor: string): Promise<number> {
  const row = await db
    .selectFrom('events')
    .select(['seq', 'epoch', 'data'])
    .where('actor', '=', actor)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? 0 : (eventsOf(row).at(-1)?.seq ?? 0);
}

/** Commands that could not be decided, newest first. */
export function deadCommands(db: Kysely<Tables>, limit: number): Promise<DeadRow[]> {
  return db
    .selectFrom('dead_commands')
    .select(['id', 'actor', 'seq', 'at', 'command', 'error'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
