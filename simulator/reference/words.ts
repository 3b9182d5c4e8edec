import type { WordAction } from '../../schema/chat/settings.ts';

/** Words that are blocked in every room, each with one action; they stand in nothing else that is said. */
export const blockedWords: Readonly<Record<WordAction, string>> = {
  mask: 'zounds',
  hold: 'gadzooks',
  refuse: 'fiddlesticks',
};

/** What the blocked words in a text ask for: the hardest of their actions. */
export const verdictOf = (text: string): WordAction | 'none' =>
  (['refuse', 'hold', 'mask'] as const).find((action) => text.includes(blockedWords[action])) ?? 'none';

/** Where words stand that are masked, in UTF-16 units. */
export function masksOf(text: string): [from: number, to: number][] {
  const masks: [number, number][] = [];
  const { length } = blockedWords.mask;
  for (let at = text.indexOf(blockedWords.mask); at >= 0; at = text.indexOf(blockedWords.mask, at + length)) {
    masks.push([at, at + length]);
  }
  return masks;
}

/** Equal for equal texts. */
export function fingerprintOf(text: string): number {
  let hash = 0;
  for (const char of text) hash = (Math.imul(hash, 31) + (char.codePointAt(0) as number)) | 0;
  return hash;
}

/** What people say who say nothing but emoji. */
export const emotes = ['👍', '🔥🔥', '👏 👏'];
export const isEmotesOnly = (text: string): boolean => emotes.includes(text);
