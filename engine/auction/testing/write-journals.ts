import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { AuctionEvent } from '../../../schema/auction/events.ts';
import { folderGiven, journalOf, writeJournals } from '../../testing/write-journals.ts';
import auction from '../behaviour.ts';
import { anyStory } from './steps.ts';
import { tell } from './tell.ts';

/*
 * `node --import tsx engine/auction/testing/write-journals.ts NAME` is run when an event is new or has a new shape; what
 * earlier versions wrote stays as it is.
 */

const seed = 1;
const stories = 4_000;
const mostEvents = 60;

/** What a journal shows of the events' shapes and of the ways through the rules. */
function shownBy(events: readonly AuctionEvent[]): string[] {
  let rule = '';
  return events.flatMap((event) => {
    if (event.type === 'listed' || event.type === 'revised') {
      rule = event.spec.clock.rule;
      return [event.type, rule, event.spec.increments.kind, event.spec.onStreamLoss.rule];
    }
    const cause = 'cause' in event ? event.cause : '';
    if (event.type === 'bid') return [`bid ${rule} ${event.isMax} ${Math.sign(event.cutMs)}`];
    const clock = 'remainingMs' in event && event.remainingMs !== null ? 'stopped' : 'running';
    return [`${event.type} ${cause} ${clock}`];
  });
}

const told = fc
  .sample(anyStory(), { seed, numRuns: stories })
  .map((story) => tell(story).turns.flatMap(({ decision }) => decision.events));
writeJournals(
  join(fileURLToPath(new URL('./journals', import.meta.url)), folderGiven()),
  told.filter((events) => events.length <= mostEvents).map((events) => journalOf(auction, events)),
  shownBy,
);
