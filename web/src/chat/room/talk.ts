import { type Signal, signal } from '@preact/signals';
import type { ChatMessage } from '../../../../schema/chat/public.ts';

/** What somebody is about to do in a room: shared by the parts that show it. */
export interface Talk {
  readonly replyTo: Signal<ChatMessage | null>;
  /** The message whose menu is open. */
  readonly menuOf: Signal<ChatMessage | null>;
  /** Number of the message to show, asked for once; null when it is shown. */
  readonly jumpTo: Signal<number | 'end' | null>;
  readonly input: { current: HTMLTextAreaElement | null };
}

/** Nothing yet. */
export const newTalk = (): Talk => ({
  replyTo: signal<ChatMessage | null>(null),
  menuOf: signal<ChatMessage | null>(null),
  jumpTo: signal<number | 'end' | null>(null),
  input: { current: null },
});

/** Answers a message: what is typed next. */
export function replyWith(talk: Talk, message: ChatMessage): void {
  talk.replyTo.value = message;
  talk.input.current?.focus();
}
