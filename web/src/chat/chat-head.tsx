import { useSignal } from '@preact/signals';
import { Gavel, ShieldCheck, Users } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../look/icon.tsx';
import { later } from '../look/later.tsx';
import type { LotRoom } from '../lot/lot-room.ts';
import { paddleName } from '../lot/paddle-name.ts';
import { t } from '../words/language.ts';
import type { ChatRoom } from './room/chat-room.ts';
import { setShowsEvents, showsEvents } from './room/shown-events.ts';

const ModerationSheet = later(
  async () => (await import('./moderation/moderation-sheet.tsx')).ModerationSheet,
);

interface ChatHeadProps {
  readonly lot: LotRoom;
  readonly chat: ChatRoom;
  /** What stands at the end of the row. */
  readonly children?: ComponentChildren;
}

/** Whose room it is, who is here, and what can be shown of it. */
export function ChatHead({ lot, chat, children }: ChatHeadProps) {
  const words = t.value.chat;
  const showsPresent = useSignal(false);
  const showsModeration = useSignal(false);
  const id = useId();
  const present = chat.present.value;
  const presentCount = (present?.bidders.length ?? 0) + (present?.more ?? 0);
  const waiting = chat.waitingCount.value;
  return (
    <div class="chat-head">
      <h2 id="chat-title">{words.title}</h2>
      <span class="chat-viewers figures" data-testid="chat-viewers">
        {lot.viewers.value > 0 && t.value.lot.viewers(lot.viewers.value)}
      </span>
      <button
        type="button"
        class="chat-tool figures"
        data-testid="chat-present"
        aria-label={words.present(presentCount)}
        title={words.present(presentCount)}
        aria-expanded={showsPresent.value}
        aria-controls={id}
        onClick={() => {
          showsPresent.value = !showsPresent.value;
        }}
      >
        <Icon of={Users} />
        {presentCount}
      </button>
      <button
        type="button"
        class="chat-tool"
        data-testid="chat-events"
        aria-label={words.showEvents}
        title={words.showEvents}
        aria-pressed={showsEvents.value}
        onClick={() => setShowsEvents(!showsEvents.value)}
      >
        <Icon of={Gavel} />
      </button>
      {chat.moderates.value && (
        <button
          type="button"
          class="chat-tool figures"
          data-testid="chat-moderation"
          data-waiting={waiting > 0 ? waiting : undefined}
          aria-label={waiting > 0 ? `${words.room.title}: ${words.room.waiting(waiting)}` : words.room.title}
          title={words.room.title}
          aria-haspopup="dialog"
          onClick={() => {
            showsModeration.value = true;
          }}
        >
          <Icon of={ShieldCheck} />
          {waiting > 0 && waiting}
        </button>
      )}
      {children}
      <div class="chat-present" id={id} hidden={!showsPresent.value} data-testid="chat-present-list">
        {presentCount === 0 ? (
          words.presentNone
        ) : (
          <>
            {words.present(presentCount)}
            <ul>
              {present?.bidders.map((bidder) => (
                <li key={bidder.id}>
                  <bdi>{bidder.name}</bdi> <span class="hint">{paddleName(bidder)}</span>
                </li>
              ))}
              {present !== null && present.more > 0 && (
                <li class="hint">{words.presentMore(present.more)}</li>
              )}
            </ul>
          </>
        )}
      </div>
      {showsModeration.value && (
        <ModerationSheet
          chat={chat}
          onClose={() => {
            showsModeration.value = false;
          }}
        />
      )}
    </div>
  );
}
