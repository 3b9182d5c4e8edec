import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A journal of one actor as some version wrote it. */
export interface StoredJournal<Event, Frozen> {
  readonly events: readonly Event[];
  /** The state after so many events, as it was frozen then. */
  readonly checkpoint: { readonly after: number; readonly state: Frozen };
  /** The state after all of them, as it was frozen then. */
  readonly state: Frozen;
}

/** All journals of all versions in a folder that has one folder for each, by version and number. */
export function storedJournals<Event, Frozen>(
  folder: string,
): ReadonlyMap<string, StoredJournal<Event, Frozen>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort();
  return new Map(files.map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]));
}
