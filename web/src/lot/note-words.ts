import { t } from '../words/language.ts';
import { changeOfTime } from '../words/spoken.ts';
import type { Note } from './chronicle.ts';

/** What happened, in words, with what the seller wrote about it. */
export function noteWords(note: Note): string {
  const said = happenedWords(note);
  return note.reason !== null && hasOwnReason(note) ? `${said} · ${note.reason}` : said;
}

/** The reason of an end is a code, said elsewhere in words; of the rest it is what the seller wrote. */
const hasOwnReason = ({ type }: Note) => type !== 'sold' && type !== 'unsold' && type !== 'bidsVoided';

function happenedWords(note: Note): string {
  const words = t.value.happened;
  const change = changeOfTime(note.addedMs ?? 0);
  if (note.type === 'extended') return words.extended(change);
  if (note.type === 'outage') return words.outage(change);
  return words[note.type];
}
