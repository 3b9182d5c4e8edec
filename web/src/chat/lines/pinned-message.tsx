import { Pin } from 'lucide';
import { Icon } from '../../look/icon.tsx';
import { t } from '../../words/language.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { SaidText } from './said-text.tsx';
import { Speaker } from './speaker.tsx';

/** The message that stands above all others. */
export function PinnedMessage({ chat }: { readonly chat: ChatRoom }) {
  const pinned = chat.log.value?.pinned ?? null;
  if (pinned === null) return null;
  return (
    <section class="chat-pinned" data-testid="chat-pinned" aria-label={t.value.chat.pinned}>
      <Icon of={Pin} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long one scrolls, for who uses keys too */}
      <p tabIndex={0}>
        <Speaker of={pinned.by} /> <SaidText of={pinned} />
      </p>
    </section>
  );
}
