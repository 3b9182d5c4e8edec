import type { Kysely } from 'kysely';
import type { ChatHistory } from '../../../schema/chat/http.ts';
import type { ChatMessage } from '../../../schema/chat/public.ts';
import type { Gone } from '../../../schema/chat/questions.ts';
import type { Tables } from '../../../schema/tables.ts';
import type { Rooms } from '../rooms.ts';
import { messagesAfter, messagesBefore } from './journal-messages.ts';
import { goneMessage } from './recent/fold-events.ts';
import type { RecentMessages } from './recent/recent-messages.ts';

export interface ChatHistoryParts {
  readonly db: Kysely<Tables>;
  readonly rooms: Pick<Rooms, 'ask'>;
  readonly recent: Pick<RecentMessages, 'of'>;
}

/** Which messages are asked for: back from `before`, or on from `after`. */
export interface ChatHistoryQuery {
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly limit: number;
}

/**
 * A page of a room's messages in their order, gone ones as gaps: what is recent from memory, the rest from the journal.
 * Whether there are more is exact.
 */
export async function chatHistory(
  parts: ChatHistoryParts,
  lotId: string,
  { before = Number.MAX_SAFE_INTEGER, after, limit }: ChatHistoryQuery,
): Promise<ChatHistory> {
  const { from, messages } = await parts.recent.of(lotId);
  const recent = messages.filter(({ seq }) => seq < before && seq > (after ?? 0));
  const oldest = Math.min(from, before);
  if (after === undefined) {
    const missing = limit + 1 - recent.length;
    const isWhole = missing <= 0 || from === 1;
    const older = isWhole ? [] : await messagesBefore(parts.db, lotId, oldest, missing);
    const all = [...(await withGone(parts, lotId, older)), ...recent];
    return { messages: all.slice(-limit), hasMore: all.length > limit };
  }
  const reach = { after, before: oldest };
  const older = after + 1 < oldest ? await messagesAfter(parts.db, lotId, reach, limit + 1) : [];
  const all = [...(await withGone(parts, lotId, older)), ...recent];
  return { messages: all.slice(0, limit), hasMore: all.length > limit };
}

/** A message as everyone may see it, or null if there is none of this number, or not any more. */
export async function findMessage(
  parts: ChatHistoryParts,
  lotId: string,
  seq: number,
): Promise<ChatMessage | null> {
  const { messages } = await chatHistory(parts, lotId, { before: seq + 1, limit: 1 });
  const [message] = messages;
  return message?.seq === seq && message.gone === undefined ? message : null;
}

/** Messages from the journal, where they stand as they were said, with what is gone since taken away. */
async function withGone(
  { rooms }: ChatHistoryParts,
  lotId: string,
  messages: readonly ChatMessage[],
): Promise<ChatMessage[]> {
  const [first] = messages;
  const last = messages.at(-1);
  if (first === undefined || last === undefined) return [];
  // Asked after they were read, so that what is shown is no older than the answer.
  const reasonOf = reasons(await rooms.ask(lotId, { ask: 'gone', from: first.seq, to: last.seq }));
  return messages.map((message) => {
    const gone = reasonOf(message);
    return gone === null ? message : goneMessage(message, gone);
  });
}

function reasons({ deleted, cleared, forgotten }: Gone) {
  const isDeleted = new Set(deleted);
  const isForgotten = new Set(forgotten);
  const clearedUpTo = new Map<number, number>();
  for (const { person, upTo } of cleared) {
    clearedUpTo.set(person, Math.max(upTo, clearedUpTo.get(person) ?? 0));
  }
  return ({ seq, by }: ChatMessage): NonNullable<ChatMessage['gone']> | null => {
    if (isForgotten.has(by.id)) return 'forgotten';
    if (seq <= (clearedUpTo.get(by.id) ?? 0)) return 'cleared';
    return isDeleted.has(seq) ? 'deleted' : null;
  };
}
