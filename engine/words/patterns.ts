import { normalize } from './normalize.ts';
import { gap, Normalized, script, trait } from './normalized.ts';

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
  readonly key: string;
  /** How often each letter is repeated, and what stands before each; null where it is once, and nothing. */
  readonly runs: readonly number[] | null;
  readonly gaps: readonly number[] | null;
  readonly action: WordAction;
  readonly isAnywhere: boolean;
  /** One of the list's innocent words, whose hits take away those of `list` that they cover. */
  readonly isInnocent: boolean;
  /** Has digits or signs that stand for letters. */
  readonly hasLeet: boolean;
  /** Has nothing but digits, so that only they will do. */
  readonly isNumber: boolean;
  readonly list: number;
}

/** Whether anything of a word is left to look for: a letter or a digit. */
export function canMatch(word: string): boolean {
  return normalized(word).length > 0;
}

/** As it is read in messages. Only one with digits or signs among its letters is meant as leetspeak. */
function normalized(word: string): Normalized {
  const plain = normalize(word, 'plain', scratch);
  return plain.hasLeet ? normalize(word, 'leet', scratch) : plain;
}

const scratch = new Normalized();

/** What the words of lists are looked for as; those that nothing is left of are no pattern. */
export function* patternsOf(lists: readonly WordList[]): Generator<Pattern> {
  for (const [list, { action, words, except = [] }] of lists.entries()) {
    for (const entry of words) {
      const { word, anywhere } = typeof entry === 'string' ? { word: entry } : entry;
      const text = normalized(word);
      const isAnywhere = anywhere ?? runsTogether(text);
      if (text.length > 0) yield { ...patternOf(text), action, isAnywhere, isInnocent: false, list };
    }
    for (const word of except) {
      const text = normalized(word);
      if (text.length > 0) yield { ...patternOf(text), action, isAnywhere: true, isInnocent: true, list };
    }
  }
}

function patternOf(text: Normalized) {
  const runs = Array.from(text.runs.subarray(0, text.length));
  const gaps = Array.from(text.gaps.subarray(0, text.length));
  return {
    key: text.key(0, text.length),
    runs: runs.every((run) => run === 1) ? null : runs,
    gaps: gaps.every((before) => before === gap.none) ? null : gaps,
    hasLeet: text.hasLeet,
    isNumber: text.traits.subarray(0, text.length).every((traits) => (traits & trait.digit) !== 0),
  };
}

function runsTogether(text: Normalized): boolean {
  for (let n = 0; n < text.length; n++) {
    const of = text.scriptAt(n);
    if (of === script.hangul || of === script.other) return true;
  }
  return false;
}
