import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AuctionEvent } from '../../../schema/auction/events.ts';
import type { FrozenAuction } from '../freeze.ts';

/** A journal as some version wrote it. */
export interface StoredJournal {
  readonly events: readonly AuctionEvent[];
  /** The state after so many events, as it was frozen then. */
  readonly checkpoint: { readonly after: number; readonly state: FrozenAuction };
  /** The state after all of them, as it was frozen then. */
  readonly state: FrozenAuction;
}

/** One folder for each version whose journals are kept. */
export const journalsFolder = fileURLToPath(new URL('./journals', import.meta.url));

/** All journals of all versions, by version and number. */
export function storedJournals(): ReadonlyMap<string, StoredJournal> {
  const files = readdirSync(journalsFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort();
  return new Map(files.map((name) => [name, JSON.parse(readFileSync(join(journalsFolder, name), 'utf8'))]));
}
