import { useId } from 'preact/hooks';
import type { ChatSettings } from '../../../../schema/chat/settings.ts';
import { setChatSettings } from '../../api/chat.ts';
import { useDoing } from '../../api/use-doing.ts';
import { t } from '../../words/language.ts';
import { stretchOfTime } from '../../words/spoken.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { refusalWords } from '../speaking/refusal-words.ts';

const slowChoicesMs = [0, 3_000, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000];
const switches = ['guestsSpeak', 'followersOnly', 'emotesOnly', 'raidGuard'] as const;

/** How the room is spoken in. What is shown is what goes for everybody; a press changes it at once. */
export function SettingsTab({ chat }: { readonly chat: ChatRoom }) {
  const words = t.value.chat.room;
  const id = useId();
  const doing = useDoing();
  const settings = chat.log.value?.settings;
  if (settings === undefined) return <p class="hint">{t.value.page.loading}</p>;
  const set = (change: Partial<ChatSettings>) => void doing.run(() => setChatSettings(chat.lotId, change));
  // Whoever set another time than these sees it, too.
  const slowMs = [...new Set([...slowChoicesMs, settings.slowMs])].sort((a, b) => a - b);
  return (
    <div class="moderation-settings">
      <p class="fault" role="alert">
        {doing.fault !== null && refusalWords(doing.fault)}
      </p>
      <div class="field">
        <label for={id}>{words.slow}</label>
        <select
          id={id}
          class="input"
          data-testid="room-slow"
          value={String(settings.slowMs)}
          disabled={doing.isBusy}
          onChange={(event) => set({ slowMs: Number(event.currentTarget.value) })}
        >
          {slowMs.map((ms) => (
            <option key={ms} value={String(ms)}>
              {ms === 0 ? words.slowOff : stretchOfTime(ms)}
            </option>
          ))}
        </select>
      </div>
      {switches.map((name) => (
        <label key={name} class="moderation-switch">
          <input
            type="checkbox"
            data-testid={`room-${name}`}
            checked={settings[name]}
            disabled={doing.isBusy}
            onChange={(event) => set({ [name]: event.currentTarget.checked })}
          />
          {words[name]}
        </label>
      ))}
    </div>
  );
}
