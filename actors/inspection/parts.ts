import type { Kysely } from 'kysely';
import type { Tables } from '../../schema/tables.ts';
import type { Lanes } from '../lane/lanes.ts';
import type { Behaviours } from './behaviours.ts';
import { InspectionError } from './protocol.ts';

/** What requests are answered from. */
export interface InspectionParts {
  readonly lanes: Lanes;
  readonly behaviours: Behaviours;
  /** The database that the journal is in; null for a journal in memory. */
  readonly db: Kysely<Tables> | null;
}

export const inMemory =
  'With JOURNAL=memory each shard keeps its events to itself, and there is nothing in the database to read.';

/** The journal's database; throws if the journal is in memory. */
export function journalOf({ db }: InspectionParts): Kysely<Tables> {
  if (db === null) throw new InspectionError('no_journal', inMemory);
  return db;
}
