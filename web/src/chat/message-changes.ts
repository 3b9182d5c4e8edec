import type { ChatMessage, PublicChatEvent } from '../../../schema/chat/public.ts';

/** What changes messages that were said before. */
export type Change = Extract<PublicChatEvent, { type: 'deleted' | 'cleared' | 'forgotten' | 'merged' }>;

const changes: ReadonlySet<PublicChatEvent['type']> = new Set(['deleted', 'cleared', 'forgotten', 'merged']);

/** Whether an event changes messages that were said before. */
export const isChange = (event: PublicChatEvent): event is Change => changes.has(event.type);

/** A message as it is after a change; the same object if it is not concerned. */
export function changedBy(message: ChatMessage, change: Change): ChatMessage {
  if (message.seq >= change.seq) return message;
  switch (change.type) {
    case 'deleted':
      return message.seq === change.of ? without(message, 'deleted') : message;
    case 'cleared':
      return message.by.id === change.person ? without(message, 'cleared') : message;
    case 'forgotten':
      return message.by.id === change.person ? without(message, 'forgotten') : message;
    case 'merged':
      return merged(message, change);
  }
}

/** Its place stays. That somebody is to be forgotten counts more than why it was gone before. */
function without(message: ChatMessage, gone: NonNullable<ChatMessage['gone']>): ChatMessage {
  if (message.gone === 'forgotten' || (message.gone && gone !== 'forgotten')) return message;
  const { seq, at, by } = message;
  return { seq, at, by: gone === 'forgotten' ? { ...by, name: '' } : by, text: '', gone };
}

function merged(message: ChatMessage, { from, to, name }: Extract<Change, { type: 'merged' }>): ChatMessage {
  const isMentioned = message.mentions?.includes(from) ?? false;
  if (message.by.id !== from && !isMentioned) return message;
  return {
    ...message,
    by: message.by.id === from ? { ...message.by, id: to, name, isGuest: false } : message.by,
    ...(isMentioned && { mentions: message.mentions?.map((id) => (id === from ? to : id)) ?? [] }),
  };
}
