import { useComputed } from '@preact/signals';
import { ChevronDown } from 'lucide';
import { useEffect } from 'preact/hooks';
import { Icon } from '../../look/icon.tsx';
import type { LotRoom } from '../../lot/lot-room.ts';
import { t } from '../../words/language.ts';
import { type ChatLog, hasOlder, messageOf } from '../room/chat-log.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import { showsEvents } from '../room/shown-events.ts';
import type { Talk } from '../room/talk.ts';
import { OwnRow } from '../speaking/own-row.tsx';
import { type ChatLine, linesOf } from './chat-lines.ts';
import { BidsRow, NoteRow } from './happening-row.tsx';
import { shownOf } from './line-window.ts';
import { MessageRow } from './message-row.tsx';
import { useMessageMenu } from './use-message-menu.ts';
import { useScrolledLines } from './use-scrolled-lines.ts';

interface ChatListProps {
  readonly lot: LotRoom;
  readonly chat: ChatRoom;
  readonly talk: Talk;
}

const nothing = { bids: [], notes: [] };

/** What is said, with what happens on the lot between, the latest at the end. */
export function ChatList({ lot, chat, talk }: ChatListProps) {
  const words = t.value.chat;
  const lines = useComputed(() => {
    const log = chat.log.value;
    if (log === null) return [];
    const happened = showsEvents.value ? { bids: lot.bids.value, notes: lot.notes.value } : nothing;
    return linesOf(log.messages, log.missing?.after ?? null, happened, knownSinceMs(log));
  });
  const { box, content, window, onScroll } = useScrolledLines(chat, lines, talk);
  const menu = useMessageMenu(chat, talk);
  const log = chat.log.value;
  const { start, end } = shownOf(lines.value, window.value);
  const shown = lines.value.slice(start, end);
  const newCount = lines.value.slice(end).filter(({ kind }) => kind === 'message').length;
  const isFollowing = window.value.last === null;
  const own = chat.own.list.value;
  const lastKey = shown.findLast(({ kind }) => kind === 'message')?.key;

  // Somebody who speaks sees it.
  useEffect(() => {
    if (own.some(({ outcome }) => outcome.kind === 'pending')) talk.jumpTo.value = 'end';
  }, [own.length, talk]);

  return (
    <div class="chat-list">
      <div
        ref={box}
        class="chat-scroll"
        role="log"
        // Read out by itself it would never end: what is new is told in few words beside it.
        aria-live="off"
        aria-label={words.title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who uses keys must be able to scroll it
        tabIndex={0}
        data-testid="chat-log"
        data-following={isFollowing ? '' : undefined}
        onScroll={onScroll}
        {...menu}
      >
        <div ref={content} class="chat-lines">
          {log === null && <p class="hint">{words.entering}</p>}
          {log !== null && start === 0 && hasOlder(log) && (
            <button type="button" class="button plain chat-older" onClick={() => void chat.loadOlder()}>
              {chat.isLoadingOlder.value ? words.olderLoading : words.older}
            </button>
          )}
          {log !== null && lines.value.length === 0 && own.length === 0 && !hasOlder(log) && (
            <p class="hint" data-testid="chat-empty">
              {words.empty}
            </p>
          )}
          {log !== null &&
            shown.map((line) => (
              <Line key={line.key} line={line} log={log} isTabStop={line.key === lastKey} talk={talk} />
            ))}
          {isFollowing && own.map((one) => <OwnRow key={one.sayId} chat={chat} own={one} talk={talk} />)}
        </div>
      </div>
      {!isFollowing && (
        <button
          type="button"
          class="button lit chat-to-end"
          data-testid="chat-to-end"
          data-count={newCount}
          onClick={() => {
            talk.jumpTo.value = 'end';
          }}
        >
          <Icon of={ChevronDown} />
          {newCount > 0 ? words.newMessages(newCount) : words.toEnd}
        </button>
      )}
    </div>
  );
}

/** Since when all is known of the room: what happened on the lot before stands in its history only. */
const knownSinceMs = (log: ChatLog): number =>
  hasOlder(log) ? (log.messages[0]?.at ?? Number.POSITIVE_INFINITY) : Number.NEGATIVE_INFINITY;

interface LineProps {
  readonly line: ChatLine;
  readonly log: ChatLog;
  readonly isTabStop: boolean;
  readonly talk: Talk;
}

function Line({ line, log, isTabStop, talk }: LineProps) {
  switch (line.kind) {
    case 'message': {
      const { replyTo } = line.message;
      const quoted = replyTo === undefined ? undefined : messageOf(log.messages, replyTo);
      return <MessageRow message={line.message} quoted={quoted} isTabStop={isTabStop} talk={talk} />;
    }
    case 'gone':
      return (
        <p
          class="chat-gone"
          data-testid="chat-gone"
          data-key={line.key}
          data-why={line.why}
          data-count={line.count}
        >
          {t.value.chat.gone[line.why](line.count)}
        </p>
      );
    case 'bids':
      return <BidsRow bids={line.bids} />;
    case 'note':
      return <NoteRow note={line.note} />;
    case 'missing':
      return <p class="chat-gone">{t.value.chat.missing}</p>;
  }
}
