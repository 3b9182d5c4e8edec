import { useCallback, useEffect } from 'preact/hooks';
import { decideHeld, listHeld } from '../../api/chat.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useDoing } from '../../api/use-doing.ts';
import { t } from '../../words/language.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { LoadedList } from './loaded-list.tsx';

/** Messages that wait for a moderator, as they were typed. */
export function HeldTab({ chat }: { readonly chat: ChatRoom }) {
  const words = t.value.chat.room;
  const load = useCallback(() => listHeld(chat.lotId), [chat]);
  const { answer, fault, ask } = useAnswer(load);
  const doing = useDoing();
  const waiting = chat.waitingCount.value;
  // Others decide, too, and more come: asked anew when their number is another.
  useEffect(ask, [ask, waiting]);
  const decide = async (seq: number, show: boolean) => {
    await doing.run(() => decideHeld(chat.lotId, seq, show));
    ask();
  };
  return (
    <LoadedList items={answer?.messages ?? null} fault={doing.fault ?? fault} none={words.heldNone}>
      {(message) => (
        <li key={message.seq} data-testid="held-message">
          <p>
            <bdi class="chat-name">{message.by.name}</bdi> <bdi>{message.text}</bdi>
          </p>
          <span class="moderation-buttons">
            <button
              type="button"
              class="button"
              data-testid="held-show"
              disabled={doing.isBusy}
              onClick={() => void decide(message.seq, true)}
            >
              {words.show}
            </button>
            <button
              type="button"
              class="button"
              data-testid="held-drop"
              disabled={doing.isBusy}
              onClick={() => void decide(message.seq, false)}
            >
              {words.drop}
            </button>
          </span>
        </li>
      )}
    </LoadedList>
  );
}
