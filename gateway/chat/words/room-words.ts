import { canMatch } from '../../../engine/words/patterns.ts';
import { limits } from '../../../schema/limits.ts';
import type { RoomWords } from './messages.ts';

/** What is wrong with a room's lists, as a sentence for whoever wrote them; null when nothing is. */
export function problemOfRoomWords(lists: readonly RoomWords[]): string | null {
  const words = lists.flatMap((list) => list.words);
  if (words.length > limits.maxRoomWords) {
    return `A room can have ${limits.maxRoomWords} words of its own, not ${words.length}.`;
  }
  const long = words.find((word) => word.length > limits.maxWordChars);
  if (long !== undefined) {
    return `A word can have ${limits.maxWordChars} characters, and ${JSON.stringify(long.slice(0, limits.maxWordChars))}… has ${long.length}.`;
  }
  const empty = words.find((word) => !canMatch(word));
  return empty === undefined ? null : `${JSON.stringify(empty)} has no letter or digit to look for.`;
}
