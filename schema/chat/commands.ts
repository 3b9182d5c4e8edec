import type { PersonId } from '../ids.ts';
import type { ChatSettings, RoomWords, WordAction } from './settings.ts';

/**
 * What a chat room can be told. `by` is the person who asks; `isStaff` that it is a moderator or admin of the site.
 * Whether somebody may say so as the room's seller or moderator is the room's to decide.
 */
export type ChatCommand =
  /** The room of a lot; told by the service before anybody enters, and again without effect. */
  | { readonly type: 'open'; readonly sellerId: PersonId; readonly guestsSpeak: boolean }
  | SayCommand
  | Moderating<{ readonly type: 'set'; readonly settings: Partial<ChatSettings> }>
  | Moderating<{ readonly type: 'setWords'; readonly words: RoomWords }>
  /** The seller's alone. */
  | Moderating<{
      readonly type: 'appoint';
      readonly person: PersonId;
      readonly name: string;
      readonly isModerator: boolean;
    }>
  | Moderating<{ readonly type: 'pin'; readonly of: number | null }>
  | Moderating<{ readonly type: 'delete'; readonly of: number }>
  | Moderating<{ readonly type: 'clear'; readonly person: PersonId }>
  /** Without `forMs`: for good. */
  | Moderating<{
      readonly type: 'mute';
      readonly person: PersonId;
      readonly name: string;
      readonly forMs: number | null;
      readonly reason: string;
    }>
  | Moderating<{ readonly type: 'unmute'; readonly person: PersonId }>
  /** Shows a held message to everyone, or drops it. */
  | Moderating<{ readonly type: 'release'; readonly of: number }>
  | Moderating<{ readonly type: 'drop'; readonly of: number }>
  /** More came in at once than usual (see limits.raidJoins). */
  | { readonly type: 'crowd' }
  /** The guest `from` has turned out to be the person `to`. */
  | { readonly type: 'merge'; readonly from: PersonId; readonly to: PersonId; readonly name: string }
  /** This person's account was deleted: nothing that says who that was stays. */
  | { readonly type: 'forget'; readonly person: PersonId };

type Moderating<Command> = Command & { readonly by: PersonId; readonly isStaff: boolean };

/** Something that somebody wants to say, with all that the gateway knows of it. */
export interface SayCommand {
  readonly type: 'say';
  readonly by: PersonId;
  readonly name: string;
  readonly isGuest: boolean;
  readonly isStaff: boolean;
  /** Chosen by the speaker, larger for each new message: the same one is decided once. */
  readonly sayId: number;
  readonly text: string;
  readonly replyTo: number | null;
  readonly mentions: readonly PersonId[];
  /** Since when the speaker has had the account, or been a guest (ms). */
  readonly knownSince: number;
  readonly follows: boolean;
  /** How many messages one person may say at once, at most limits.sayMemoryPerSpeaker, and after how long one more. */
  readonly burst: number;
  readonly refillMs: number;
  readonly isEmotes: boolean;
  /** What the blocked words in it ask for, and where they stand, in UTF-16 units of `text`. */
  readonly verdict: WordAction | 'none';
  readonly masks: ReadonlyArray<readonly [from: number, to: number]>;
  /** Equal for texts that look the same. */
  readonly fingerprint: number;
}
