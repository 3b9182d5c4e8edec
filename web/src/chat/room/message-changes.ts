import type { ChatMessage, PublicChatEvent } from '../../../../schema/chat/public.ts';

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
      // It keeps the name that it was said under.
      return message.by.id === change.from ? { ...message, by: { ...message.by, id: change.to } } : message;
  }
}

/** Its place stays. The last reason counts, but that somebody is to be forgotten is never taken back. */
function without(message: ChatMessage, gone: NonNullable<ChatMessage['gone']>): ChatMessage {
  if (message.gone === 'forgotten') return message;
  const by = gone === 'forgotten' ? { ...message.by, name: '' } : message.by;
  return { ...message, by, text: '', gone };
}
