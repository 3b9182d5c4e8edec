import { useSignal } from '@preact/signals';
import { MessageSquareText, X } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import type { AuctionState } from '../../../schema/auction/public.ts';
import { Countdown } from '../clock/countdown.tsx';
import { Icon } from '../look/icon.tsx';
import { Sheet } from '../look/sheet.tsx';
import type { LotRoom } from '../lot/lot-room.ts';
import { t } from '../words/language.ts';
import { won } from '../words/spoken.ts';
import { ChatHead } from './chat-head.tsx';
import { ChatView } from './chat-view.tsx';
import { ReactionButtons } from './reactions/reaction-buttons.tsx';
import type { ChatRoom } from './room/chat-room.ts';
import { draftOf } from './speaking/kept-draft.ts';

interface ChatBarProps {
  readonly lot: LotRoom;
  readonly chat: ChatRoom;
  readonly state: AuctionState;
}

/** Below the picture on a phone: opens the room to read and speak, and reacts with one press. */
export function ChatBar({ lot, chat, state }: ChatBarProps) {
  const words = t.value.chat;
  const isOpen = useSignal(false);
  const draft = draftOf(chat.lotId).value;
  const pinned = chat.log.value?.pinned ?? null;
  return (
    <div class="chat-bar" data-testid="chat-bar">
      {pinned !== null && <p class="chat-bar-pinned">{`${words.pinned}: ${pinned.text}`}</p>}
      <button
        type="button"
        class="chat-open"
        data-testid="chat-open"
        aria-label={words.open}
        aria-haspopup="dialog"
        onClick={() => {
          isOpen.value = true;
        }}
      >
        <Icon of={MessageSquareText} />
        <span>{draft === '' ? words.say : draft}</span>
      </button>
      <ReactionButtons chat={chat} />
      {isOpen.value && (
        <ChatSheet
          lot={lot}
          chat={chat}
          state={state}
          onClose={() => {
            isOpen.value = false;
          }}
        />
      )}
    </div>
  );
}

/** The whole room over the page, with the price and the time still to be seen. */
function ChatSheet({ lot, chat, state, onClose }: ChatBarProps & { readonly onClose: () => void }) {
  const words = t.value.chat;
  const room = useRef<HTMLDivElement>(null);
  useEffect(() => followSeenHeight(room.current), []);
  return (
    <Sheet class="chat-sheet" title={words.title} testId="chat-sheet" onClose={onClose}>
      <div ref={room} class="chat">
        <p class="chat-price figures">
          <strong>{won(state.pricePoints ?? state.startPoints)}</strong>
          <Countdown auction={state} />
        </p>
        <ChatHead lot={lot} chat={chat}>
          <button
            type="button"
            class="chat-tool"
            data-testid="chat-close"
            aria-label={words.close}
            onClick={onClose}
          >
            <Icon of={X} />
          </button>
        </ChatHead>
        <ChatView lot={lot} chat={chat} state={state} />
      </div>
    </Sheet>
  );
}

/** Keyboards of some phones lie over the page without saying so to its styles. */
function followSeenHeight(element: HTMLElement | null): (() => void) | undefined {
  const seen = window.visualViewport;
  if (element === null || seen === null) return;
  const follow = () => element.style.setProperty('--seen-height', `${Math.round(seen.height)}px`);
  follow();
  seen.addEventListener('resize', follow);
  return () => seen.removeEventListener('resize', follow);
}
