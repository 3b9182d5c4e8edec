import { setTimeout } from 'node:timers/promises';
import type { StoredEvent } from '../journal/journal.ts';
import { type InspectionParts, journalOf } from './parts.ts';
import { eventsBetween, lastSeqOf } from './stored.ts';
import { unknownActor } from './unknown-actor.ts';

/** How many events from before the request come first. */
const firstEvents = 10;
const pageEvents = 256;
const pollMs = 250;

/**
 * Sends an actor's last events and then every new one, until the signal comes. They are read from the
 * journal, because lanes carry public events only.
 */
export async function tail(
  parts: InspectionParts,
  actor: string,
  send: (event: StoredEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const db = journalOf(parts);
  const lastSeq = await lastSeqOf(db, actor);
  if (lastSeq === 0) throw unknownActor(parts.behaviours, actor, db);
  for (let seq = Math.max(0, lastSeq - firstEvents); ; ) {
    const page = await eventsBetween(db, actor, seq, Number.MAX_SAFE_INTEGER, pageEvents);
    for (const event of page) {
      await send(event);
      seq = event.seq;
    }
    if (page.length < pageEvents) await setTimeout(pollMs, undefined, { signal });
    else signal.throwIfAborted();
  }
}
