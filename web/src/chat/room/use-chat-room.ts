import { useEffect, useState } from 'preact/hooks';
import type { LotRoom } from '../../lot/lot-room.ts';
import { type ChatRoom, enterChat } from './chat-room.ts';

/** Rooms that are shown, with how many parts of the page show each. */
const entered = new Map<LotRoom, { readonly chat: ChatRoom; users: number }>();

/** The chat room of a lot, for as long as some part of the page shows it; null before the first paint. */
export function useChatRoom(lot: LotRoom): ChatRoom | null {
  const [chat, setChat] = useState<ChatRoom | null>(null);
  useEffect(() => {
    const shown = entered.get(lot) ?? { chat: enterChat(lot), users: 0 };
    shown.users++;
    entered.set(lot, shown);
    setChat(shown.chat);
    return () => {
      shown.users--;
      if (shown.users > 0) return;
      entered.delete(lot);
      shown.chat.leave();
    };
  }, [lot]);
  return chat;
}
