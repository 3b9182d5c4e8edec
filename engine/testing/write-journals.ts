import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Behaviour, EventBase } from '../../schema/behaviour.ts';
import type { StoredJournal } from './stored-journals.ts';

type Replaying<State, Event extends EventBase> = Pick<
  Behaviour<State, never, Event>,
  'evolve' | 'initial' | 'freeze'
>;

/** The events of a story as a journal, with the state halfway and at the end. */
export function journalOf<State, Event extends EventBase>(
  { evolve, initial, freeze }: Replaying<State, Event>,
  told: readonly Event[],
): StoredJournal<Event, unknown> {
  const events: Event[] = JSON.parse(JSON.stringify(told));
  const after = Math.floor(events.length / 2);
  const stateAfter = (count: number) => freeze(events.slice(0, count).reduce(evolve, initial()));
  return { events, checkpoint: { after, state: stateAfter(after) }, state: stateAfter(events.length) };
}

/** The fewest of these, roughly, that show all that they show together. */
function fewest<Event>(
  journals: readonly StoredJournal<Event, unknown>[],
  shownBy: (events: readonly Event[]) => readonly string[],
): StoredJournal<Event, unknown>[] {
  const shown = new Map(journals.map((journal) => [journal, shownBy(journal.events)]));
  const missing = new Set([...shown.values()].flat());
  const chosen: StoredJournal<Event, unknown>[] = [];
  const gain = (journal: StoredJournal<Event, unknown>) =>
    new Set(shown.get(journal)?.filter((one) => missing.has(one))).size;
  while (missing.size > 0) {
    const best = journals.reduce((found, journal) => (gain(journal) > gain(found) ? journal : found));
    chosen.push(best);
    for (const one of shown.get(best) ?? []) missing.delete(one);
  }
  return chosen;
}

/**
 * Writes journals as this version makes them, to be kept for ever, into a new folder: as few as show everything that
 * can happen. Fails when the folder is there: journals of old are not to be written anew.
 */
export function writeJournals<Event>(
  folder: string,
  journals: readonly StoredJournal<Event, unknown>[],
  shownBy: (events: readonly Event[]) => readonly string[],
): void {
  mkdirSync(folder);
  for (const [n, journal] of fewest(journals, shownBy).entries()) {
    const lines = journal.events.map((event) => `    ${JSON.stringify(event)}`);
    const checkpoint = `{ "after": ${journal.checkpoint.after}, "state": ${JSON.stringify(journal.checkpoint.state)} }`;
    const text = `{\n  "events": [\n${lines.join(',\n')}\n  ],\n  "checkpoint": ${checkpoint},\n  "state": ${JSON.stringify(journal.state)}\n}\n`;
    writeFileSync(join(folder, `${n + 1}.json`), text);
  }
}

/** The name of the new folder, as it was given to the command. */
export function folderGiven(): string {
  const name = process.argv[2];
  if (name === undefined || !/^[\w-]+$/.test(name)) throw new Error('Give the new folder a name, such as 2.');
  return name;
}
