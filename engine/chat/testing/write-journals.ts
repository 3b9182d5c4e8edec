import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { ChatEvent } from '../../../schema/chat/events.ts';
import { folderGiven, journalOf, writeJournals } from '../../testing/write-journals.ts';
import chat from '../behaviour.ts';
import { anyStory, tell } from './steps.ts';

/*
 * `node --import tsx engine/chat/testing/write-journals.ts NAME` is run when an event is new or has a new shape; what
 * earlier versions wrote stays as it is.
 */

const seed = 1;
const stories = 2_000;
const mostEvents = 40;

/** What a journal shows of the events' shapes. */
const shownBy = (events: readonly ChatEvent[]): string[] =>
  events.map((event) => {
    const empty = Object.entries(event).filter(
      ([, value]) => value === null || (Array.isArray(value) && value.length === 0),
    );
    return [event.type, ...empty.map(([name]) => name)].join(' ');
  });

const told = fc
  .sample(anyStory(), { seed, numRuns: stories })
  .map((story) => tell(story).turns.flatMap(({ events }) => events));
writeJournals(
  join(fileURLToPath(new URL('./journals', import.meta.url)), folderGiven()),
  told.filter((events) => events.length <= mostEvents).map((events) => journalOf(chat, events)),
  shownBy,
);
