import type { ChatMessage } from '../../../../schema/chat/public.ts';
import type { Words } from '../../words/en.ts';

/** A longer message is read in the room itself. */
const mostChars = 120;

/** What somebody who listens is told of messages that have come meanwhile; nothing of the own ones. */
export function listeningWords(
  words: Words,
  messages: ReadonlyArray<Pick<ChatMessage, 'by' | 'text'>>,
  personId: number | null,
): string {
  const others = messages.filter(({ by }) => by.id !== personId);
  const [only] = others;
  if (only === undefined) return '';
  const { listening } = words.chat;
  if (others.length > 1 || only.text.length > mostChars) return listening.many(others.length);
  return listening.one(only.by.name, only.text);
}
