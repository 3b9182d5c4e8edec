import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { Sheet } from '../../look/sheet.tsx';
import { t } from '../../words/language.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { HeldTab } from './held-tab.tsx';
import { PeopleTab } from './people-tab.tsx';
import { ReportsTab } from './reports-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { WordsTab } from './words-tab.tsx';
import './moderation.css';

const tabs = ['held', 'reports', 'people', 'settings', 'words'] as const;
type Tab = (typeof tabs)[number];
const views = {
  held: HeldTab,
  reports: ReportsTab,
  people: PeopleTab,
  settings: SettingsTab,
  words: WordsTab,
} as const;

interface ModerationSheetProps {
  readonly chat: ChatRoom;
  readonly onClose: () => void;
}

/** What whoever runs a room has to look after. */
export function ModerationSheet({ chat, onClose }: ModerationSheetProps) {
  const words = t.value.chat.room;
  const tab = useSignal<Tab>('held');
  const id = useId();
  const View = views[tab.value];
  const go = (next: Tab) => {
    tab.value = next;
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <Sheet class="moderation" title={words.title} testId="moderation" onClose={onClose}>
      <div
        class="moderation-tabs"
        role="tablist"
        aria-label={words.title}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
          const next = tabs[(tabs.indexOf(tab.value) + step + tabs.length) % tabs.length];
          if (step !== 0 && next) go(next);
        }}
      >
        {tabs.map((one) => (
          <button
            key={one}
            id={`${id}-${one}`}
            type="button"
            role="tab"
            data-testid={`moderation-${one}`}
            aria-selected={one === tab.value}
            aria-controls={`${id}-panel`}
            tabIndex={one === tab.value ? 0 : -1}
            onClick={() => go(one)}
          >
            {words.tabs[one]}
            {one === 'held' && chat.waitingCount.value > 0 && ` ${chat.waitingCount.value}`}
          </button>
        ))}
      </div>
      <div class="moderation-panel" id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${tab.value}`}>
        <View chat={chat} />
      </div>
      <div class="sheet-buttons">
        <button type="button" class="button" data-testid="moderation-close" onClick={onClose}>
          {t.value.page.close}
        </button>
      </div>
    </Sheet>
  );
}
