import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ChatMessage } from '../../../../schema/chat/public.ts';
import { person } from '../../session/person.ts';
import { t } from '../../words/language.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { listeningWords } from './listening.ts';

/** Who listens is told at most so often: prices and times are more important. */
const gatherMs = 5_000;

/** Tells people who listen of what is said, politely and in few words. */
export function ChatListener({ chat }: { readonly chat: ChatRoom }) {
  const said = useSignal('');
  useEffect(() => {
    let gathered: Array<Pick<ChatMessage, 'by' | 'text'>> = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      const text = listeningWords(t.peek(), gathered, person.peek()?.id ?? null);
      gathered = [];
      if (text !== '') said.value = text;
    };
    const end = chat.onEvent((event) => {
      if (event.type !== 'said' && event.type !== 'released') return;
      gathered.push({ by: event.by, text: event.text });
      timer ??= setTimeout(tell, gatherMs);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [chat, said]);
  return (
    <p class="unseen" aria-live="polite" data-testid="chat-listener">
      {said}
    </p>
  );
}
