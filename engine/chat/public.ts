import type { ChatMessage, ChatRoom } from '../../schema/chat/public.ts';
import { limits } from '../../schema/limits.ts';
import { mask } from '../words/masks.ts';
import type { ChatState, Message } from './state.ts';

/** A message as everyone may see it; `isWhole`: as moderators see it, with what is masked for others. */
export function publicMessage(message: Message, isWhole = false): ChatMessage {
  const { seq, at, by, name, rank, isGuest, text, masks, replyTo, mentions, gone } = message;
  return {
    seq,
    at,
    by: { id: by, name, rank, isGuest },
    text: isWhole || masks.length === 0 ? text : mask(text, masks),
    ...(replyTo === null ? {} : { replyTo }),
    ...(mentions.length === 0 ? {} : { mentions: [...mentions] }),
    ...(gone === null ? {} : { gone }),
  };
}

/** Whom the seller has named, as everyone may see it. */
export const publicModerators = ({ moderators }: ChatState): ChatRoom['moderators'] =>
  [...moderators].map(([id, name]) => ({ id, name }));

/** The room as whoever comes in sees it. */
export function snapshot(state: ChatState): ChatRoom {
  const { settings, pinned, guardUntil, recent } = state;
  const messages = recent.slice(-limits.chatSnapshotMessages).map((message) => publicMessage(message));
  const hasAll = messages.length === recent.length && recent.length < limits.chatRecentMessages;
  return {
    settings,
    moderators: publicModerators(state),
    pinned: pinned && publicMessage(pinned),
    guardUntil: guardUntil === 0 ? null : guardUntil,
    messages,
    from: hasAll ? 1 : (messages[0]?.seq ?? 1),
  };
}

/** What lists of actors show of a room. */
export const summary = ({ position, sellerId }: ChatState) => ({ seq: position, sellerId });
