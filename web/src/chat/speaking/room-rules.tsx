import { useComputed } from '@preact/signals';
import { nowMs } from '../../clock/ticker.ts';
import { t } from '../../words/language.ts';
import { stretchOfTime } from '../../words/spoken.ts';
import type { ChatRoom } from '../room/chat-room.ts';

/** How the room is spoken in just now, where that is not freely. */
export function RoomRules({ chat }: { readonly chat: ChatRoom }) {
  const words = t.value.chat;
  const isGuarded = useComputed(() => {
    const until = chat.log.value?.guardUntil ?? null;
    return until !== null && until > nowMs.value;
  });
  const settings = chat.log.value?.settings;
  if (settings === undefined) return null;
  const rules = [
    settings.slowMs > 0 && words.slow(stretchOfTime(settings.slowMs)),
    settings.followersOnly && words.followersOnly,
    settings.emotesOnly && words.emotesOnly,
    isGuarded.value && words.guarded,
  ].filter((rule) => rule !== false);
  if (rules.length === 0) return null;
  return (
    <p class="hint chat-rules" data-testid="chat-rules">
      {rules.join(' · ')}
    </p>
  );
}
