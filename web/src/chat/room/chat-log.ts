import type { ChatHistory } from '../../../../schema/chat/http.ts';
import type { ChatMessage, ChatRoom, PublicChatEvent } from '../../../../schema/chat/public.ts';
import type { ServerMessage } from '../../../../schema/wire/server.ts';
import { type Change, changedBy, isChange } from './message-changes.ts';

/** What the page knows of a chat room, and up to where that is right. */
export interface ChatLog extends Omit<ChatRoom, 'messages' | 'from'> {
  readonly epoch: string;
  readonly seq: number;
  /** In their order, the oldest first. */
  readonly messages: readonly ChatMessage[];
  /** Messages of this number and later are all in `messages`, but for those that are missing. */
  readonly from: number;
  /** Between these numbers messages may be missing, or told as they no longer are. */
  readonly missing: { readonly after: number; readonly before: number } | null;
  /** Counts pictures of the room: what was asked for before the last one is no longer taken. */
  readonly visit: number;
  /** The last changes: a page of history may have been read before them. */
  readonly changes: readonly Change[];
}

export type RoomFrame = Extract<ServerMessage, { type: 'chatRoom' }>;
export type EventsFrame = Extract<ServerMessage, { type: 'chatEvents' }>;

/** A stretch of history that was asked for. */
export interface Asked {
  readonly visit: number;
  /** How far the log was when it asked: what changed later may not be in the answer. */
  readonly seq: number;
  readonly after?: number;
  readonly before: number;
}

/** Beyond so many numbers, what was seen before is not joined to a new picture, but read anew when scrolled to. */
const joinedNumbers = 2_000;
const keptChanges = 200;

/** Takes a picture of the room. What was read before stays where it can be joined, to be told once more. */
export function afterPicture(before: ChatLog | null, frame: RoomFrame): ChatLog {
  const { messages, from, ...room } = frame.room;
  const fresh: ChatLog = {
    ...room,
    epoch: frame.epoch,
    seq: frame.seq,
    messages,
    from,
    missing: null,
    visit: (before?.visit ?? 0) + 1,
    changes: [],
  };
  if (before === null || before.epoch !== frame.epoch || before.from >= from) return fresh;
  if (from - before.from > joinedNumbers) return fresh;
  return {
    ...fresh,
    messages: [...before.messages.filter(({ seq }) => seq < from), ...messages],
    from: before.from,
    missing: { after: before.from - 1, before: from },
  };
}

/** Takes events; those seen before are passed over. Null if some between are missing, so that they must be asked for. */
export function afterEvents(log: ChatLog, frame: EventsFrame): ChatLog | null {
  if (log.epoch !== frame.epoch) return null;
  const events = frame.events.filter(({ seq }) => seq > log.seq);
  if (events.length === 0) return log;
  if (events.some(({ seq }, n) => seq !== log.seq + 1 + n)) return null;
  return events.reduce(afterEvent, { ...log, messages: [...log.messages] });
}

function afterEvent(log: ChatLog, event: PublicChatEvent): ChatLog {
  const next = { ...log, seq: event.seq };
  if (isChange(event)) {
    return {
      ...next,
      messages: log.messages.map((message) => changedBy(message, event)),
      pinned: log.pinned && standing(changedBy(log.pinned, event)),
      changes: [...log.changes, event].slice(-keptChanges),
      moderators: moderatorsAfter(log.moderators, event),
    };
  }
  switch (event.type) {
    case 'said':
    case 'released': {
      const { type: _, ...message } = event;
      // A list of its own: `afterEvents` has copied it.
      (log.messages as ChatMessage[]).push(message);
      return next;
    }
    case 'pinned':
      return { ...next, pinned: event.message };
    case 'settingsSet':
      return { ...next, settings: event.settings };
    case 'guarded':
      return { ...next, guardUntil: event.until };
    case 'appointed': {
      const others = log.moderators.filter(({ id }) => id !== event.person);
      const named = { id: event.person, name: event.name };
      return { ...next, moderators: event.isModerator ? [...others, named] : others };
    }
    default:
      return next;
  }
}

function moderatorsAfter(moderators: ChatLog['moderators'], event: Change): ChatLog['moderators'] {
  if (event.type === 'forgotten') return moderators.filter(({ id }) => id !== event.person);
  return event.type === 'merged' ? event.moderators : moderators;
}

const standing = (message: ChatMessage): ChatMessage | null => (message.gone ? null : message);

/** What to ask for to fill what is missing. */
export const askMissing = (log: ChatLog): Asked | null =>
  log.missing && { visit: log.visit, seq: log.seq, ...log.missing };

/** What to ask for to read what was said before all that is known. */
export const askOlder = (log: ChatLog): Asked | null =>
  hasOlder(log) ? { visit: log.visit, seq: log.seq, before: log.from } : null;

/** Whether more was said before all that is known. */
export const hasOlder = (log: ChatLog): boolean => log.from > 1;

/** Takes a page of history, if it still fits. */
export function afterPage(log: ChatLog, asked: Asked, page: ChatHistory): ChatLog {
  if (asked.visit !== log.visit) return log;
  const changes = log.changes.filter(({ seq }) => seq > asked.seq);
  const messages = page.messages.map((message) => changes.reduce(changedBy, message));
  if (asked.after === undefined) {
    if (asked.before !== log.from) return log;
    const first = page.hasMore ? page.messages[0]?.seq : undefined;
    return { ...log, messages: [...messages, ...log.messages], from: first ?? 1 };
  }
  if (log.missing === null || asked.after !== log.missing.after || asked.before !== log.missing.before) {
    return log;
  }
  const { after, before } = asked;
  const last = page.hasMore ? (page.messages.at(-1)?.seq ?? before - 1) : before - 1;
  return {
    ...log,
    messages: [
      ...log.messages.filter(({ seq }) => seq <= after),
      ...messages,
      ...log.messages.filter(({ seq }) => seq > last),
    ],
    missing: last >= before - 1 ? null : { after: last, before },
  };
}

/** The newest `most` messages of it; the others can be read anew. */
export function trimmed(log: ChatLog, most: number): ChatLog {
  if (log.messages.length <= most) return log;
  const messages = log.messages.slice(-most);
  const from = messages[0]?.seq ?? log.from;
  const { missing } = log;
  const isMissing = missing !== null && missing.before > from;
  return {
    ...log,
    messages,
    from,
    missing: isMissing ? { after: Math.max(missing.after, from - 1), before: missing.before } : null,
  };
}

/** The message of a number, if it is known. */
export function messageOf(messages: readonly ChatMessage[], seq: number): ChatMessage | null {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  const found = messages[low];
  return found?.seq === seq ? found : null;
}
