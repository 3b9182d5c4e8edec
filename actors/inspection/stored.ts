import type { Kysely, Selectable } from 'kysely';
import type { Tables } from '../../schema/tables.ts';
import type { StoredEvent } from '../journal/journal.ts';
import type { DeadRow } from './protocol.ts';

type EventRow = Pick<Selectable<Tables['events']>, 'seq' | 'epoch' | 'data'>;

const toEvent = ({ seq, epoch, data }: EventRow): StoredEvent => ({ seq, epoch, event: JSON.parse(data) });

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
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(toEvent);
}

/** Sequence number of an actor's newest event; 0 if it has none. */
export async function lastSeqOf(db: Kysely<Tables>, actor: string): Promise<number> {
  const row = await db
    .selectFrom('events')
    .select('seq')
    .where('actor', '=', actor)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.seq ?? 0;
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
