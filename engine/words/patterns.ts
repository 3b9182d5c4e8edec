import { normalize } from './normalize.ts';
import { type Normalized, script, scriptAt, trait } from './normalized.ts';

/** What happens to a message with a word of a list, the mildest first. */
export const wordActions = ['mask', 'hold', 'refuse'] as const;
export type WordAction = (typeof wordActions)[number];

/**
 * A word, or several with spaces. `anywhere`: also within longer words. Unless it is said, words of scripts that run
 * words together are found anywhere, and those in Latin letters, or letters that stand alone, at word boundaries.
 */
export interface Word {
  readonly word: string;
  readonly anywhere?: boolean;
}

export interface WordList {
  readonly action: WordAction;
  readonly words: readonly (string | Word)[];
  /** Innocent words: what is part of one of them is no hit. */
  readonly except?: readonly string[];
}

/** A word as it is looked for. */
export interface Pattern {
  readonly text: Normalized;
  readonly action: WordAction;
  readonly isAnywhere: boolean;
  /** One of the list's innocent words, whose hits take away those of `list` that they cover. */
  readonly isInnocent: boolean;
  /** Has no letters at all, so that only its digits will do. */
  readonly isNumber: boolean;
  readonly list: number;
}

/** Whether anything of a word is left to look for: a letter or a digit. */
export function canMatch(word: string): boolean {
  return normalized(word).key !== '';
}

/** As it is read in messages. Only one with digits or signs among its letters is meant as leetspeak. */
function normalized(word: string): Normalized {
  const plain = normalize(word, 'plain');
  return plain.hasLeet ? normalize(word, 'leet') : plain;
}

/** What the words of lists are looked for as; those that nothing is left of are no pattern. */
export function patternsOf(lists: readonly WordList[]): Pattern[] {
  return lists.flatMap(({ action, words, except = [] }, list) => [
    ...words.flatMap((entry) => {
      const { word, anywhere } = typeof entry === 'string' ? { word: entry } : entry;
      return patternOf(word, { action, list, isInnocent: false }, anywhere);
    }),
    ...except.flatMap((word) => patternOf(word, { action, list, isInnocent: true }, true)),
  ]);
}

function patternOf(
  word: string,
  given: Pick<Pattern, 'action' | 'list' | 'isInnocent'>,
  anywhere: boolean | undefined,
): Pattern[] {
  const text = normalized(word);
  if (text.key === '') return [];
  return [{ ...given, text, isAnywhere: anywhere ?? runsTogether(text), isNumber: isNumber(text) }];
}

function runsTogether(text: Normalized): boolean {
  return text.traits.some((_, n) => [script.hangul, script.other].some((of) => of === scriptAt(text, n)));
}

const isNumber = ({ traits }: Normalized): boolean => traits.every((traits) => (traits & trait.digit) !== 0);
