import { type Kysely, sql } from 'kysely';
import { eventsOf, type Run } from '../../../actors/journal/run.ts';
import { publicMessage } from '../../../engine/chat/public.ts';
import type { ChatEvent } from '../../../schema/chat/events.ts';
import type { ChatMessage } from '../../../schema/chat/public.ts';
import { chatActor } from '../../../schema/ids.ts';
import { limits } from '../../../schema/limits.ts';
import type { Tables } from '../../../schema/tables.ts';

/** What a row has that holds a message; quotes that somebody typed have a backslash before them. */
const messagePattern = '"type":"(said|released)"';

/** The newest `count` messages of a room's journal with numbers below `before`, the oldest first, as they were said. */
export async function messagesBefore(
  db: Kysely<Tables>,
  lotId: string,
  before: number,
  count: number,
): Promise<ChatMessage[]> {
  const found: ChatMessage[] = [];
  let below = before;
  for (let { left, stretch } = firstLook(count); left > 0; left -= stretch, stretch *= 2) {
    const rows = await rowsOf(db, lotId)
      .where('seq', '<', below)
      .orderBy('seq', 'desc')
      .limit(Math.min(left, stretch))
      .execute();
    for (const row of rows) {
      const messages = messagesIn(row).filter(({ seq }) => seq < before);
      found.unshift(...messages);
      below = row.seq;
    }
    if (found.length >= count || rows.length < Math.min(left, stretch)) break;
  }
  return found.slice(-count);
}

/** The oldest `count` messages with numbers above `after` and below `before`. */
export async function messagesAfter(
  db: Kysely<Tables>,
  lotId: string,
  { after, before }: { readonly after: number; readonly before: number },
  count: number,
): Promise<ChatMessage[]> {
  const found: ChatMessage[] = [];
  // A run may begin before what is asked for.
  const { first } = await db
    .selectFrom('events')
    .select(({ fn }) => fn.max('seq').as('first'))
    .where('actor', '=', chatActor(lotId))
    .where('seq', '<=', after + 1)
    .executeTakeFirstOrThrow();
  let from = Number(first ?? 0);
  for (let { left, stretch } = firstLook(count); left > 0; left -= stretch, stretch *= 2) {
    const rows = await rowsOf(db, lotId)
      .where('seq', '>=', from)
      .where('seq', '<', before)
      .orderBy('seq')
      .limit(Math.min(left, stretch))
      .execute();
    for (const row of rows) {
      found.push(...messagesIn(row).filter(({ seq }) => seq > after && seq < before));
      from = row.seq + 1;
    }
    if (found.length >= count || rows.length < Math.min(left, stretch)) break;
  }
  return found.slice(0, count);
}

/** How many rows are read at first, for a run may hold many messages, and how many altogether. */
const firstLook = (count: number) => ({
  left: limits.maxChatHistoryScan as number,
  stretch: Math.ceil(count / 4),
});

/** The rows of a room's journal that have messages: each has one at least, so that a page never needs many. */
const rowsOf = (db: Kysely<Tables>, lotId: string) =>
  db
    .selectFrom('events')
    .select(['seq', 'epoch', 'data'])
    .where('actor', '=', chatActor(lotId))
    .where(sql<boolean>`data ~ ${messagePattern}`);

function messagesIn(run: Run): ChatMessage[] {
  const messages: ChatMessage[] = [];
  for (const { seq, event } of eventsOf(run)) {
    const said = event as ChatEvent;
    if (said.type !== 'said' && said.type !== 'released') continue;
    messages.push(publicMessage({ ...said, seq, gone: null }));
  }
  return messages;
}
