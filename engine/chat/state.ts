import type { Said } from '../../schema/chat/events.ts';
import type { Sanction } from '../../schema/chat/questions.ts';
import type { ChatSettings, RoomWords } from '../../schema/chat/settings.ts';
import type { PersonId } from '../../schema/ids.ts';
import type { SpeakerMemory } from './speaker-memory.ts';

/** A message with its number, and why it is not to be seen any more, if so. */
export interface Message extends Said {
  readonly seq: number;
  readonly gone: 'deleted' | 'cleared' | 'forgotten' | null;
}

/** All that a chat room knows of itself. Times are server time in ms since 1970. */
export interface ChatState {
  /** Events so far: the number of the last one. */
  position: number;
  /** Null until the room is opened. */
  sellerId: PersonId | null;
  settings: ChatSettings;
  /** Named by the seller, with the names that they had then. */
  moderators: Map<PersonId, string>;
  /** People who may not speak, also those whose time is over. */
  sanctions: Map<PersonId, Sanction>;
  words: RoomWords;
  /** The latest messages, the oldest first. */
  recent: Message[];
  pinned: Message | null;
  /** Messages that wait for a moderator, by their numbers. */
  held: Map<number, Message>;
  /** People who have spoken, whoever spoke last at the end. */
  speakers: Map<PersonId, SpeakerMemory>;
  /** Until when new accounts are slowed; 0 before any crowd. */
  guardUntil: number;
  /** Messages that were deleted one by one. */
  deleted: Set<number>;
  /** People whose messages up to this number are gone. */
  cleared: Map<PersonId, number>;
  forgotten: Set<PersonId>;
  /** Guests who turned out to be somebody else, and whom. */
  merged: Map<PersonId, PersonId>;
}

/** A room that was opened. */
export interface OpenState extends ChatState {
  sellerId: PersonId;
}

export const isOpen = (state: ChatState): state is OpenState => state.sellerId !== null;

/** A room of which nothing is known yet. */
export const initial = (): ChatState => ({
  position: 0,
  sellerId: null,
  settings: { guestsSpeak: false, slowMs: 0, followersOnly: false, emotesOnly: false, raidGuard: true },
  moderators: new Map(),
  sanctions: new Map(),
  words: [],
  recent: [],
  pinned: null,
  held: new Map(),
  speakers: new Map(),
  guardUntil: 0,
  deleted: new Set(),
  cleared: new Map(),
  forgotten: new Set(),
  merged: new Map(),
});
