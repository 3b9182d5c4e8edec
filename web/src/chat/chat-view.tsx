import { useState } from 'preact/hooks';
import type { AuctionState } from '../../../schema/auction/public.ts';
import { later } from '../look/later.tsx';
import type { LotRoom } from '../lot/lot-room.ts';
import { ChatList } from './lines/chat-list.tsx';
import { PinnedMessage } from './lines/pinned-message.tsx';
import { ReactionButtons } from './reactions/reaction-buttons.tsx';
import type { ChatRoom } from './room/chat-room.ts';
import { newTalk } from './room/talk.ts';
import { Composer } from './speaking/composer.tsx';

// Loaded when it is first opened: most people read and speak only.
const MessageMenu = later(async () => (await import('./moderation/message-menu.tsx')).MessageMenu);

interface ChatViewProps {
  readonly lot: LotRoom;
  readonly chat: ChatRoom;
  readonly state: AuctionState;
}

/** A room to read and to speak in. */
export function ChatView({ lot, chat, state }: ChatViewProps) {
  const [talk] = useState(newTalk);
  const menuOf = talk.menuOf.value;
  return (
    <>
      <PinnedMessage chat={chat} />
      <ChatList lot={lot} chat={chat} talk={talk} />
      <ReactionButtons chat={chat} />
      <Composer chat={chat} talk={talk} sellerId={state.sellerId} />
      {menuOf !== null && (
        <MessageMenu key={menuOf.seq} chat={chat} talk={talk} message={menuOf} sellerId={state.sellerId} />
      )}
    </>
  );
}
