import type { AuctionState } from '../../../schema/auction/public.ts';
import { isNarrow } from '../look/narrow.ts';
import type { LotRoom } from '../lot/lot-room.ts';
import { ChatBar } from './chat-bar.tsx';
import { ChatHead } from './chat-head.tsx';
import { ChatView } from './chat-view.tsx';
import { ChatListener } from './lines/chat-listener.tsx';
import { useChatRoom } from './room/use-chat-room.ts';
import './chat.css';

interface ChatPlaceProps {
  readonly lot: LotRoom;
  readonly state: AuctionState;
}

/** The chat of a lot: a room beside the picture, or on a phone a bar below it that opens one. */
export function ChatPlace({ lot, state }: ChatPlaceProps) {
  const chat = useChatRoom(lot);
  if (chat === null) return null;
  return (
    <>
      {isNarrow.value ? (
        <ChatBar lot={lot} chat={chat} state={state} />
      ) : (
        <section class="chat" data-testid="chat" aria-labelledby="chat-title">
          <ChatHead lot={lot} chat={chat} />
          <ChatView lot={lot} chat={chat} state={state} />
        </section>
      )}
      <ChatListener chat={chat} />
    </>
  );
}
