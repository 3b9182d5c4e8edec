/** How a unit is kept apart from the one before it. */
export const gap = {
  none: 0,
  /** By digits, or by laughter between two syllables. */
  noise: 1,
  /** By punctuation, signs or emoji. */
  mark: 2,
  space: 3,
} as const;

/** What a unit is, as bits; the script stands above `scriptShift`. */
export const trait = {
  /** It begins a character of the original: a word can begin here. */
  begins: 1,
  /** It ends one. */
  ends: 2,
  /** It was a digit or sign that was read as a letter. */
  digit: 4,
  sign: 8,
} as const;
export const scriptShift = 4;

/** Words end where the script changes: 'fuck이', 'ㅅㅂ진짜'. */
export const script = {
  latin: 1,
  hangul: 2,
  /** Letters of the Korean alphabet by themselves. */
  jamo: 3,
  /** Those of laughing and crying: ㅋㅋ, ㅠㅠ. */
  mood: 4,
  other: 5,
} as const;

/**
 * A text as the matcher reads it, in units. All arrays have an entry for each unit, and so has `key`, which holds a
 * character for it.
 */
export interface Normalized {
  readonly key: string;
  /** Where the characters that the unit came from begin and end in the original, in UTF-16 units. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** How many times the letter was repeated. */
  readonly runs: readonly number[];
  /** Of the first unit: what the text begins with. */
  readonly gaps: readonly number[];
  readonly traits: readonly number[];
  /** Whether it holds digits or signs that could be read as letters, and any Latin letter beside them. */
  readonly hasLeet: boolean;
  readonly hasLatin: boolean;
}

export const scriptAt = ({ traits }: Normalized, n: number): number => (traits[n] as number) >> scriptShift;

/** Whether a word may begin at the unit, and the one before it end: a gap, another script, or an end of the text. */
export function isEdge(text: Normalized, n: number): boolean {
  if (n === 0 || n === text.gaps.length || text.gaps[n] !== gap.none) return true;
  return scriptAt(text, n - 1) !== scriptAt(text, n);
}
