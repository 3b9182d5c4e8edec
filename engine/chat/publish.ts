import type { ChatEvent } from '../../schema/chat/events.ts';
import type { PublicChatEvent } from '../../schema/chat/public.ts';
import { publicMessage, publicModerators } from './public.ts';
import type { ChatState } from './state.ts';

/** An event as everyone in the room is told of it; `state` is the state right after it. What only moderators may know is left out. */
function told(state: ChatState, event: ChatEvent): PublicChatEvent {
  const { position: seq, pinned } = state;
  const { type, at } = event;
  switch (type) {
    case 'said':
    case 'released':
      return { type, ...publicMessage({ ...event, seq, gone: null }) };
    case 'deleted':
      return { type, seq, at, of: event.of };
    case 'cleared':
    case 'forgotten':
    case 'unmuted':
      return { type, seq, at, person: event.person };
    case 'muted':
      return { type, seq, at, person: event.person, until: event.until };
    case 'pinned':
      return { type, seq, at, message: pinned && publicMessage(pinned) };
    case 'settingsSet':
      return { type, seq, at, settings: event.settings };
    case 'appointed':
      return { type, seq, at, person: event.person, name: event.name, isModerator: event.isModerator };
    case 'guarded':
      return { type, seq, at, until: event.until };
    case 'merged':
      return {
        type,
        seq,
        at,
        from: event.from,
        to: event.to,
        name: event.name,
        moderators: publicModerators(state),
      };
    case 'opened':
    case 'wordsSet':
    case 'held':
    case 'dropped':
      return { type, seq, at };
  }
}

/** The same as JSON text. */
export const publish = (state: ChatState, event: ChatEvent): string => JSON.stringify(told(state, event));
