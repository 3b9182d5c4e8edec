import type { ChatMessage, PublicChatEvent } from '../../../../schema/chat/public.ts';

/** The messages that some consecutive events of a room leave, as the room itself shows them. */
export function foldEvents(events: readonly PublicChatEvent[]): ChatMessage[] {
  let messages: ChatMessage[] = [];
  const takeAway = (isMeant: (message: ChatMessage) => boolean, gone: NonNullable<ChatMessage['gone']>) => {
    messages = messages.map((message) =>
      isMeant(message) && message.gone !== 'forgotten' ? goneMessage(message, gone) : message,
    );
  };
  for (const event of events) {
    switch (event.type) {
      case 'said':
      case 'released': {
        const { type: _type, ...message } = event;
        messages.push(message);
        break;
      }
      case 'deleted':
        takeAway(({ seq }) => seq === event.of, 'deleted');
        break;
      case 'cleared':
        takeAway(({ by }) => by.id === event.person, 'cleared');
        break;
      case 'forgotten':
        takeAway(({ by }) => by.id === event.person, 'forgotten');
        break;
      case 'merged':
        messages = messages.map((message) =>
          message.by.id === event.from ? { ...message, by: { ...message.by, id: event.to } } : message,
        );
        break;
    }
  }
  return messages;
}

/** A message of which only the place is left; of somebody who is forgotten not even the name. */
export function goneMessage(message: ChatMessage, gone: NonNullable<ChatMessage['gone']>): ChatMessage {
  const name = gone === 'forgotten' ? '' : message.by.name;
  return { ...message, by: { ...message.by, name }, text: '', gone };
}
