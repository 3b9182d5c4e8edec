import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { AuctionEvent } from '../../../schema/auction/events.ts';
import auction from '../behaviour.ts';
import { anyStory } from './steps.ts';
import { journalsFolder, type StoredJournal } from './stored-journals.ts';
import { frozen, tell } from './tell.ts';

/*
 * `node --import tsx engine/auction/testing/write-journals.ts NAME` writes journals as this version makes them, to be
 * kept for ever: as few stories as show everything that can happen. It is run when an event is new or has
 * a new shape; what earlier versions wrote stays as it is.
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

function journalOf(story: Parameters<typeof tell>[0]): StoredJournal {
  const { turns, state } = tell(story);
  const events: AuctionEvent[] = JSON.parse(JSON.stringify(turns.flatMap(({ decision }) => decision.events)));
  const after = Math.floor(events.length / 2);
  const halfway = events.slice(0, after).reduce(auction.evolve, auction.initial());
  return { events, checkpoint: { after, state: frozen(halfway) }, state: frozen(state) };
}

/** The fewest of these, roughly, that show all that they show together. */
function fewest(journals: readonly StoredJournal[]): StoredJournal[] {
  const shown = new Map(journals.map((journal) => [journal, shownBy(journal.events)]));
  const missing = new Set([...shown.values()].flat());
  const chosen: StoredJournal[] = [];
  const gain = (journal: StoredJournal) =>
    new Set(shown.get(journal)?.filter((one) => missing.has(one))).size;
  while (missing.size > 0) {
    const best = journals.reduce((found, journal) => (gain(journal) > gain(found) ? journal : found));
    chosen.push(best);
    for (const one of shown.get(best) ?? []) missing.delete(one);
  }
  return chosen;
}

const name = process.argv[2];
if (name === undefined || !/^[\w-]+$/.test(name)) throw new Error('Give the new folder a name, such as 2.');
const folder = join(journalsFolder, name);
// Fails when it is there: journals of old are not to be written anew.
mkdirSync(folder);
const all = fc.sample(anyStory(), { seed, numRuns: stories }).map(journalOf);
fewest(all.filter(({ events }) => events.length <= mostEvents)).forEach((journal, n) => {
  const lines = journal.events.map((event) => `    ${JSON.stringify(event)}`);
  const checkpoint = `{ "after": ${journal.checkpoint.after}, "state": ${JSON.stringify(journal.checkpoint.state)} }`;
  const text = `{\n  "events": [\n${lines.join(',\n')}\n  ],\n  "checkpoint": ${checkpoint},\n  "state": ${JSON.stringify(journal.state)}\n}\n`;
  writeFileSync(join(folder, `${n + 1}.json`), text);
});
