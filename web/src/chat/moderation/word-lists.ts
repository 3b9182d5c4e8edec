import type { RoomWords, WordAction } from '../../../../schema/chat/settings.ts';
import { limits } from '../../../../schema/limits.ts';

/** What becomes of messages with a blocked word, from the mildest to the hardest. */
export const actions = ['mask', 'hold', 'refuse'] as const satisfies readonly WordAction[];

/** The words of each action as they are typed, one a line. */
export type TypedWords = Readonly<Record<WordAction, string>>;

/** Lists as they are typed. */
export const typedOf = (lists: RoomWords): TypedWords => {
  const linesOf = (action: WordAction) =>
    lists
      .filter((list) => list.action === action)
      .flatMap(({ words }) => words)
      .join('\n');
  return { mask: linesOf('mask'), hold: linesOf('hold'), refuse: linesOf('refuse') };
};

/** Typed words as lists, each word once; or what is wrong with them. */
export function listsOf(
  typed: TypedWords,
): { readonly lists: RoomWords } | { readonly tooLong: string } | { readonly tooMany: true } {
  const lists = actions
    .map((action) => ({
      action,
      words: [
        ...new Set(
          typed[action]
            .split('\n')
            .map((line) => line.normalize('NFC').trim())
            .filter((line) => line !== ''),
        ),
      ],
    }))
    .filter(({ words }) => words.length > 0);
  const all = lists.flatMap(({ words }) => words);
  const tooLong = all.find((word) => word.length > limits.maxWordChars);
  if (tooLong !== undefined) return { tooLong };
  return all.length > limits.maxRoomWords ? { tooMany: true } : { lists };
}
