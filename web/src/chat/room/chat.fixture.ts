import type { ChatMessage } from '../../../../schema/chat/public.ts';
import type { ChatSettings } from '../../../../schema/chat/settings.ts';

/** How a room is spoken in by default, with the given differences. */
export const settings = (differences: Partial<ChatSettings> = {}): ChatSettings => ({
  guestsSpeak: true,
  slowMs: 0,
  followersOnly: false,
  emotesOnly: false,
  raidGuard: false,
  ...differences,
});

/** A message for tests, by the person of this number. */
export const message = (seq: number, by = 1, differences: Partial<ChatMessage> = {}): ChatMessage => ({
  seq,
  at: seq * 1_000,
  by: { id: by, name: `P${by}`, rank: 'speaker', isGuest: false },
  text: `message ${seq}`,
  ...differences,
});
