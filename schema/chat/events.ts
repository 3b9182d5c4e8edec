import type { PersonId } from '../ids.ts';
import type { ChatSettings, RoomWords } from './settings.ts';

/**
 * What can happen in a chat room, as the journal keeps it. Each event takes one place in the room's order, so the
 * sequence number in the journal is also the position that everyone is told, and the number of a message. `at` is the
 * moment of the decision in ms. The shape of an event never changes; a new shape is a new type.
 */
export type ChatEvent =
  | {
      readonly type: 'opened';
      readonly at: number;
      readonly sellerId: PersonId;
      readonly settings: ChatSettings;
    }
  | ({ readonly type: 'said' } & Said)
  /** Waits for a moderator; nobody else sees what it says. */
  | ({ readonly type: 'held' } & Said)
  /** A held message is shown: as a message of this number, at this time. */
  | ({ readonly type: 'released'; readonly of: number; readonly shownBy: PersonId } & Said)
  | { readonly type: 'dropped'; readonly at: number; readonly of: number; readonly by: PersonId }
  | { readonly type: 'deleted'; readonly at: number; readonly of: number; readonly by: PersonId }
  /** All messages of this person so far are gone. */
  | { readonly type: 'cleared'; readonly at: number; readonly person: PersonId; readonly by: PersonId }
  | {
      readonly type: 'muted';
      readonly at: number;
      readonly person: PersonId;
      readonly name: string;
      /** Null: for good. */
      readonly until: number | null;
      readonly reason: string;
      readonly by: PersonId;
    }
  | { readonly type: 'unmuted'; readonly at: number; readonly person: PersonId; readonly by: PersonId }
  | { readonly type: 'pinned'; readonly at: number; readonly of: number | null; readonly by: PersonId }
  | {
      readonly type: 'settingsSet';
      readonly at: number;
      readonly settings: ChatSettings;
      readonly by: PersonId;
    }
  | { readonly type: 'wordsSet'; readonly at: number; readonly words: RoomWords; readonly by: PersonId }
  | {
      readonly type: 'appointed';
      readonly at: number;
      readonly person: PersonId;
      readonly name: string;
      readonly isModerator: boolean;
    }
  /** New accounts are slowed until then. */
  | { readonly type: 'guarded'; readonly at: number; readonly until: number }
  | {
      readonly type: 'merged';
      readonly at: number;
      readonly from: PersonId;
      readonly to: PersonId;
      readonly name: string;
    }
  | { readonly type: 'forgotten'; readonly at: number; readonly person: PersonId };

/** A message as it was said. */
export interface Said {
  readonly at: number;
  readonly by: PersonId;
  readonly name: string;
  readonly rank: Rank;
  readonly isGuest: boolean;
  readonly sayId: number;
  readonly text: string;
  /** What is not shown of it, in UTF-16 units. */
  readonly masks: ReadonlyArray<readonly [from: number, to: number]>;
  readonly replyTo: number | null;
  readonly mentions: readonly PersonId[];
  readonly fingerprint: number;
  /** When the speaker's bucket is full again, if nothing more is said (ms). */
  readonly fullAt: number;
}

/** What somebody is in a room. */
export const ranks = ['speaker', 'moderator', 'staff', 'seller'] as const;
export type Rank = (typeof ranks)[number];
