import type { Kysely, Transaction } from 'kysely';
import type { z } from 'zod';
import {
  type AuditAction,
  auditActionSchema,
  type auditPageSchema,
  type auditQuerySchema,
} from '../../schema/http.ts';
import type { Tables } from '../../schema/tables.ts';

/** Who does something that goes on record, and with which request. */
export interface Actor {
  readonly by: number;
  readonly requestId: string;
}

/** What the configuration does, when somebody whom it names signs in. */
const configuration = { by: null, requestId: null };

export interface Entry {
  readonly by: number | null;
  readonly requestId: string | null;
  readonly action: AuditAction;
  /** To whom it was done, and in which lot's room, where it was either. */
  readonly person?: number | null;
  readonly lot?: string;
  /** Ids, codes and what was typed as a reason; no names, which may have to be forgotten. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Puts an action on record, in the transaction that carries it out. */
export async function recordAction(trx: Transaction<Tables>, entry: Entry, now: number): Promise<void> {
  await trx.insertInto('audit_log').values(rowOf(entry, now)).execute();
}

/** An entry as the tables keep it. */
export const rowOf = ({ by, requestId, action, person = null, lot, details = {} }: Entry, now: number) => ({
  at: now,
  by_id: by,
  action,
  person_id: person,
  lot_id: lot ?? null,
  details: JSON.stringify(details),
  request_id: requestId,
});

/** Puts on record that the configuration made somebody an admin. */
export const recordConfiguredAdmin = (trx: Transaction<Tables>, person: number, now: number): Promise<void> =>
  recordAction(trx, { ...configuration, action: 'role', person, details: { to: 'admin' } }, now);

/** A page of the record, the newest first. */
export async function auditPage(
  db: Kysely<Tables>,
  { person, lot, cursor, limit }: z.output<typeof auditQuerySchema>,
): Promise<z.output<typeof auditPageSchema>> {
  const rows = await db
    .selectFrom('audit_log')
    .leftJoin('persons as actor', 'actor.id', 'by_id')
    .leftJoin('persons as person', 'person.id', 'person_id')
    .select(['audit_log.id', 'at', 'by_id', 'action', 'person_id', 'lot_id', 'details', 'request_id'])
    .select(['actor.name as by_name', 'person.name as person_name'])
    .$if(person !== undefined, (found) => found.where('person_id', '=', person as number))
    .$if(lot !== undefined, (found) => found.where('lot_id', '=', lot as string))
    .$if(cursor !== undefined, (found) => found.where('audit_log.id', '<', cursor as number))
    .orderBy('audit_log.id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const entries = shown.map((row) => ({
    id: row.id,
    at: row.at,
    by: row.by_id === null ? null : { id: row.by_id, name: row.by_name ?? '' },
    action: auditActionSchema.parse(row.action),
    person: row.person_id === null ? null : { id: row.person_id, name: row.person_name ?? '' },
    lot: row.lot_id,
    details: row.details as Record<string, unknown>,
    requestId: row.request_id,
  }));
  return { entries, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
