import type { Kysely } from 'kysely';
import type { ChatEvent } from '../../../schema/chat/events.ts';
import type { Tables } from '../../../schema/tables.ts';
import { scanJournal } from '../../database/scan-journal.ts';

/** A message of one's own; `held`: nobody but moderators has seen it. */
interface OwnMessage {
  readonly lot: string;
  readonly at: number;
  readonly text: string;
  readonly held: boolean;
}

/** All that these people have said in chat rooms, in the order of the journal. */
export async function* messagesOf(db: Kysely<Tables>, people: readonly number[]): AsyncGenerator<OwnMessage> {
  const own = new Set(people);
  for await (const { id, events } of scanJournal(db, 'chat', `"by":(${people.join('|')})[,}]`)) {
    for (const event of events as readonly ChatEvent[]) {
      // What is shown later was said before, and stands there as held.
      if ((event.type !== 'said' && event.type !== 'held') || !own.has(event.by)) continue;
      yield { lot: id, at: event.at, text: event.text, held: event.type === 'held' };
    }
  }
}
