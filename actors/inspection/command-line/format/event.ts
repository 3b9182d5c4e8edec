import type { StoredEvent } from '../../../journal/journal.ts';
import { field } from './field.ts';
import { localTime } from './time.ts';

/** One journaled event as one line. */
export function eventLine({ seq, event }: StoredEvent): string {
  const { type, at, ...rest } = event;
  const facts = Object.entries(rest)
    // Seen from the event itself, a deadline says how much time it leaves.
    .map(([name, value]) => `${name}=${field(name, value, at)}`)
    .join('  ');
  return `${localTime(at)}  #${seq}  ${type}  ${facts}`.trimEnd();
}
