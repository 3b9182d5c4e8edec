import { type Kysely, sql } from 'kysely';
import type { EventBase } from '../../schema/behaviour.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';

/** Some events of one actor, in their order. */
export interface ScannedRun {
  /** What the actor's name has after its kind. */
  readonly id: string;
  readonly events: readonly EventBase[];
}

interface JournalRow {
  readonly actor: string;
  readonly seq: number;
  /** Null for the row at which the stretch ends, if nothing that is wanted is in it. */
  readonly data: string | null;
}

/**
 * Reads through the journal of all actors of a kind for the rows whose text matches a pattern (a POSIX regular
 * expression): a stretch at a time, so that it takes little memory, however long the journal is.
 */
export async function* scanJournal(
  db: Kysely<Tables>,
  kind: string,
  pattern: string,
): AsyncGenerator<ScannedRun> {
  const prefix = `${kind}/`;
  // The first name that is no actor's of this kind any more: `0` follows `/`.
  const end = `${kind}0`;
  for (let at: { actor: string; seq: number } | undefined = { actor: prefix, seq: 0 }; at; ) {
    const { rows }: { rows: JournalRow[] } = await sql<JournalRow>`
      with stretch as materialized (
        select actor, seq, data from events
        where (actor, seq) > (${at.actor}, ${at.seq}::bigint) and actor < ${end}
        order by actor, seq limit ${limits.exportChunkRows}
      ), last as (select actor, seq from stretch order by actor desc, seq desc limit 1)
      select actor, seq, case when data ~ ${pattern} then data end as data from stretch
      where data ~ ${pattern} or (actor, seq) = (select actor, seq from last)
      order by actor, seq`.execute(db);
    for (const { actor, data } of rows) {
      if (data !== null) yield { id: actor.slice(prefix.length), events: JSON.parse(`[${data}]`) };
    }
    at = rows.at(-1);
  }
}
