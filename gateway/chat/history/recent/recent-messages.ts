import type { ChatMessage, PublicChatEvent } from '../../../../schema/chat/public.ts';
import { limits } from '../../../../schema/limits.ts';
import type { Rooms } from '../../rooms.ts';

/** The latest messages of a room. */
export interface RecentStretch {
  /** Messages of this number and later are all in it. */
  readonly from: number;
  /** In their order, gone ones as gaps. */
  readonly messages: readonly ChatMessage[];
}

/** The latest messages of rooms, without a look into the journal. */
export interface RecentMessages {
  /** The latest messages of this room, up to its newest. Throws `unavailable` when nobody can say. */
  of(lotId: string): Promise<RecentStretch>;
  /** These events of a room were told to everyone, in this order. What was heard before may be told again. */
  told(lotId: string, events: readonly PublicChatEvent[]): void;
}

/** As the room itself keeps them. */
export const recentOfRooms = (rooms: Pick<Rooms, 'ask'>): RecentMessages => ({
  async of(lotId) {
    const messages = await rooms.ask(lotId, { ask: 'recent' });
    const hasAll = messages.length < limits.chatRecentMessages;
    return { from: hasAll ? 1 : (messages[0]?.seq ?? 1), messages };
  },
  told: () => {},
});
