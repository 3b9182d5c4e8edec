import type { RoomWords, WordAction } from '../../schema/chat/settings.ts';

/** What the blocked words in a text ask for. */
export interface Checked {
  readonly action: WordAction | 'none';
  /** Where what is not to be shown stands, in UTF-16 units of the text. */
  readonly masks: ReadonlyArray<readonly [from: number, to: number]>;
  /** Equal for texts that look the same. */
  readonly fingerprint: number;
}

/** Knows the blocked words of the house and of rooms. */
export interface WordGuard {
  /** Looks at a text by the words of the house and of this room; rejects when it can't be told now. */
  check(lot: string, text: string): Promise<Checked>;
  /** From when this resolves on, these are the room's own words. */
  setRoom(lot: string, lists: RoomWords): Promise<void>;
  /** Nobody speaks in the room for now. */
  dropRoom(lot: string): void;
}
