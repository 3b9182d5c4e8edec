import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figures } from '../scenario.ts';

/** One run of a scenario, as it was kept. */
export interface StoredRun {
  readonly scenario: string;
  /** When it ended, by its file's name. */
  readonly at: string;
  readonly figures: Figures;
}

const fileName = /^(.+?)-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d).*\.json$/;

/** All runs that are kept in a folder, the oldest first; files that are none are passed over. */
export function storedRuns(folder: string): StoredRun[] {
  return readdirSync(folder)
    .flatMap((file): StoredRun[] => {
      const match = fileName.exec(file);
      if (match === null) return [];
      const [, scenario = '', day, hours, minutes] = match;
      const figures = figuresIn(join(folder, file));
      return figures === null ? [] : [{ scenario, at: `${day} ${hours}:${minutes} UTC`, figures }];
    })
    .sort((a, b) => a.at.localeCompare(b.at));
}

function figuresIn(path: string): Figures | null {
  try {
    const figures: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof figures === 'object' && figures !== null ? (figures as Figures) : null;
  } catch {
    return null;
  }
}
