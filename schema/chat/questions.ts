import type { PersonId } from '../ids.ts';
import type { ChatMessage } from './public.ts';
import type { RoomWords } from './settings.ts';

/** What can be asked of a room beside its public view; who may ask is the gateway's to know. Answers in `ChatAnswers`. */
export type ChatQuestion =
  | { readonly ask: 'standing'; readonly by: PersonId }
  | { readonly ask: 'words' }
  | { readonly ask: 'held' }
  | { readonly ask: 'sanctions' }
  /** Which messages from `from` to `to`, both included, are gone, and up to which number whose all are. */
  | { readonly ask: 'gone'; readonly from: number; readonly to: number }
  | { readonly ask: 'recent' }
  /** Which of these people the room knows something of that has to move along when a guest turns out to be somebody. */
  | { readonly ask: 'concerns'; readonly of: readonly PersonId[] };

export interface ChatAnswers {
  readonly standing: ChatStanding;
  readonly words: RoomWords;
  readonly held: readonly ChatMessage[];
  readonly sanctions: readonly Sanction[];
  readonly gone: Gone;
  readonly recent: readonly ChatMessage[];
  readonly concerns: readonly PersonId[];
}

/** What somebody is and may do in a room. */
export interface ChatStanding {
  readonly isOpen: boolean;
  readonly isSeller: boolean;
  readonly isModerator: boolean;
  /** Null unless muted; then until when (null: for good) and why. */
  readonly muted: { readonly until: number | null; readonly reason: string } | null;
}

/** Somebody who may not speak. */
export interface Sanction {
  readonly person: PersonId;
  readonly name: string;
  readonly at: number;
  readonly until: number | null;
  readonly reason: string;
  readonly by: PersonId;
}

export interface Gone {
  readonly deleted: readonly number[];
  readonly cleared: ReadonlyArray<{ readonly person: PersonId; readonly upTo: number }>;
  readonly forgotten: readonly PersonId[];
}
