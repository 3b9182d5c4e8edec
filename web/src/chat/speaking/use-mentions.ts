import { type Signal, useSignal } from '@preact/signals';
import type { ChatRoom } from '../room/chat-room.ts';
import type { Talk } from '../room/talk.ts';
import { fitting, type Mentionable, type TypedMention, typedMention, withMention } from './mentions.ts';

const offered = 6;
/** Who spoke last is most likely meant. */
const lastMessages = 200;

/** People that fit what is being typed after an @. */
export interface Mentions {
  readonly people: readonly Mentionable[];
  /** Which of them would be taken. */
  readonly at: number;
  /** Looks at what is typed, and where the caret is. */
  readonly follow: () => void;
  readonly close: () => void;
  readonly choose: (one: Mentionable) => void;
  /** Takes a key that is meant for the list; true if it was. */
  readonly take: (event: KeyboardEvent) => boolean;
}

/** Completes mentions among those who speak or bid here. */
export function useMentions(
  chat: ChatRoom,
  draft: Signal<string>,
  chosen: Signal<readonly Mentionable[]>,
  talk: Talk,
): Mentions {
  const typed = useSignal<TypedMention | null>(null);
  const at = useSignal(0);
  const query = typed.value;
  // Peeked: messages that stream in must not move what is about to be chosen.
  const people = query === null ? [] : fitting(peopleIn(chat), query.query, offered);

  const close = () => {
    typed.value = null;
    at.value = 0;
  };
  const choose = (one: Mentionable) => {
    const input = talk.input.current;
    if (query === null || input === null) return;
    const done = withMention(draft.peek(), query, one.name);
    draft.value = done.text;
    chosen.value = [...chosen.peek(), one];
    close();
    // The caret can stand there once the text does.
    input.value = done.text;
    input.focus();
    input.setSelectionRange(done.caret, done.caret);
  };
  return {
    people,
    at: at.value,
    close,
    choose,
    follow: () => {
      const input = talk.input.current;
      const isCaret = input !== null && input.selectionStart === input.selectionEnd;
      const next = isCaret ? typedMention(input.value, input.selectionStart) : null;
      if (next?.query !== typed.peek()?.query || next?.from !== typed.peek()?.from) at.value = 0;
      typed.value = next;
    },
    take: (event) => {
      const one = people[at.peek()];
      if (one === undefined) return false;
      const { key } = event;
      if (key === 'ArrowDown') at.value = (at.peek() + 1) % people.length;
      else if (key === 'ArrowUp') at.value = (at.peek() + people.length - 1) % people.length;
      else if (key === 'Enter' || key === 'Tab') choose(one);
      else if (key === 'Escape') close();
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}

/** Who spoke last first, then bidders who are here. */
function peopleIn(chat: ChatRoom): Mentionable[] {
  const people = new Map<number, Mentionable>();
  const spoken = chat.log.peek()?.messages.slice(-lastMessages).reverse() ?? [];
  for (const { by, gone } of spoken) {
    if (gone === undefined && !people.has(by.id)) people.set(by.id, { id: by.id, name: by.name });
  }
  for (const { id, name } of chat.present.peek()?.bidders ?? []) {
    if (!people.has(id)) people.set(id, { id, name });
  }
  return [...people.values()];
}
