import type { ChatMessage, ChatRoom } from '../../schema/chat/public.ts';
import { limits } from '../../schema/limits.ts';
import type { ChatState, Message } from './state.ts';

/** What stands for each character of a blocked word. */
const maskChar = '＊';

/** A text without what its masks cover, which is told by as many marks as it had characters. */
function masked(text: string, masks: Message['masks']): string {
  if (masks.length === 0) return text;
  let shown = '';
  let at = 0;
  for (const [from, to] of masks) {
    shown += text.slice(at, from) + maskChar.repeat([...text.slice(from, to)].length);
    at = to;
  }
  return shown + text.slice(at);
}

/** A message as everyone may see it; `isWhole`: as moderators see it, with what is masked for others. */
export function publicMessage(message: Message, isWhole = false): ChatMessage {
  const { seq, at, by, name, rank, isGuest, text, masks, replyTo, mentions, gone } = message;
  return {
    seq,
    at,
    by: { id: by, name, rank, isGuest },
    text: isWhole ? text : masked(text, masks),
    ...(replyTo === null ? {} : { replyTo }),
    ...(mentions.length === 0 ? {} : { mentions: [...mentions] }),
    ...(gone === null ? {} : { gone }),
  };
}

/** The room as whoever comes in sees it. */
export function snapshot(state: ChatState): ChatRoom {
  const { settings, moderators, pinned, guardUntil, recent } = state;
  const messages = recent.slice(-limits.chatSnapshotMessages).map((message) => publicMessage(message));
  const hasAll = messages.length === recent.length && recent.length < limits.chatRecentMessages;
  return {
    settings,
    moderators: [...moderators].map(([id, name]) => ({ id, name })),
    pinned: pinned && publicMessage(pinned),
    guardUntil: guardUntil === 0 ? null : guardUntil,
    messages,
    from: hasAll ? 1 : (messages[0]?.seq ?? 1),
  };
}

/** What lists of actors show of a room. */
export const summary = ({ position, sellerId }: ChatState) => ({ seq: position, sellerId });
