import type { ChatMessage, ChatRoom, PublicChatEvent } from '../../schema/chat/public.ts';

/** A chat room as a page sees it. */
export interface RoomPicture {
  epoch: string;
  seq: number;
  room: ChatRoom;
}

const without = ({ type: _type, ...message }: Extract<PublicChatEvent, { type: 'said' | 'released' }>) =>
  message as ChatMessage;

/** A room after one more event, as a page has to apply it. */
export function roomAfterEvent(room: ChatRoom, event: PublicChatEvent): ChatRoom {
  switch (event.type) {
    case 'said':
    case 'released':
      return { ...room, messages: [...room.messages, without(event)] };
    case 'deleted':
      return takenAway(room, 'deleted', ({ seq }) => seq === event.of);
    case 'cleared':
      return takenAway(room, 'cleared', ({ by }) => by.id === event.person);
    case 'forgotten': {
      const moderators = room.moderators.filter(({ id }) => id !== event.person);
      return takenAway({ ...room, moderators }, 'forgotten', ({ by }) => by.id === event.person);
    }
    case 'pinned':
      return { ...room, pinned: event.message };
    case 'settingsSet':
      return { ...room, settings: event.settings };
    case 'appointed': {
      const others = room.moderators.filter(({ id }) => id !== event.person);
      const moderators = event.isModerator ? [...others, { id: event.person, name: event.name }] : others;
      return { ...room, moderators };
    }
    case 'guarded':
      return { ...room, guardUntil: event.until };
    case 'merged':
      return merged(room, event);
    default:
      return room;
  }
}

function takenAway(
  room: ChatRoom,
  gone: NonNullable<ChatMessage['gone']>,
  isMeant: (message: ChatMessage) => boolean,
): ChatRoom {
  const messages = room.messages.map((message) => {
    if (!isMeant(message) || message.gone === 'forgotten') return message;
    const by = gone === 'forgotten' ? { ...message.by, name: '' } : message.by;
    return { ...message, by, text: '', gone };
  });
  return { ...room, messages, pinned: room.pinned !== null && isMeant(room.pinned) ? null : room.pinned };
}

function merged(
  room: ChatRoom,
  { from, to, moderators }: Extract<PublicChatEvent, { type: 'merged' }>,
): ChatRoom {
  const renamed = (message: ChatMessage): ChatMessage =>
    message.by.id === from ? { ...message, by: { ...message.by, id: to } } : message;
  return {
    ...room,
    messages: room.messages.map(renamed),
    pinned: room.pinned && renamed(room.pinned),
    moderators,
  };
}
