import { isSyllable, jamoOf, symbolsOfJamo } from './hangul.ts';
import { latinOf, leetDigits, leetSigns, oneOfAlikes } from './look-alikes.ts';

/** What a code point is to the filter; the bits above `kindBits` hold the symbol that it folds to, or where those are. */
export const kind = {
  /** Seen by nobody, or part of the letter before it. */
  ignored: 1,
  space: 2,
  /** Punctuation (1 above), signs and emoji (0): what letters are kept apart with. */
  mark: 3,
  latin: 4,
  /** Several Latin letters in one character, such as ﬁ. */
  ligature: 5,
  digit: 6,
  /** A sign that stands for a letter by its shape, such as @. */
  leetSign: 7,
  syllable: 8,
  jamo: 9,
  /** Two letters of the Korean alphabet in one character, such as ㅄ. */
  jamoPair: 10,
  /** A letter of another script, above its code point without case and width. */
  other: 11,
  /** A mark of a script whose letters need theirs: part of a Latin or Korean letter before it, else one of its own. */
  scriptMark: 12,
} as const;
export const kindBits = 4;
export const kindMask = (1 << kindBits) - 1;

const ignored = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/u;
const space = /[\p{Z}\t\n\v\f\r\u0085]/u;
const mark = /\p{M}/u;
const inherited = /\p{Script=Inherited}/u;
const punctuation = /\p{P}/u;
const hangul = /\p{Script=Hangul}/u;
const letterOrNumber = /[\p{L}\p{N}]/u;
/** Left out of words, as in it’s: they keep nothing apart. */
const apostrophes = new Set(["'", '’', '‘', 'ʼ', '`', '´', '＇']);

/** Planes in which people write; what lies beyond is looked at each time. */
const remembered = 0x30000;
const folds = new Uint32Array(remembered);
/** What ligatures and pairs stand for; a fold holds the place in it. */
const expansions: (readonly number[])[] = [];

/** The fold of a code point: a kind, and above it a symbol, packed symbols, or a place among the expansions. */
export function foldOf(codePoint: number): number {
  if (codePoint >= remembered) return computeFold(codePoint);
  const known = folds[codePoint] as number;
  if (known !== 0) return known;
  const fold = computeFold(codePoint);
  folds[codePoint] = fold;
  return fold;
}

export const expansionOf = (fold: number): readonly number[] =>
  expansions[fold >>> kindBits] as readonly number[];

const one = (of: number, symbol: number): number => of | (symbol << kindBits);
const several = (of: number, symbols: readonly number[]): number =>
  of | ((expansions.push(symbols) - 1) << kindBits);
const latinSymbol = (letter: string): number => oneOfAlikes(letter).charCodeAt(0);

function computeFold(codePoint: number): number {
  if (isSyllable(codePoint)) return one(kind.syllable, codePoint);
  const character = String.fromCodePoint(codePoint);
  if (apostrophes.has(character)) return kind.ignored;
  if (space.test(character)) return kind.space;
  const sign = leetSigns[character];
  if (sign !== undefined) return one(kind.leetSign, latinSymbol(sign));
  const korean = koreanFold(character);
  if (korean !== undefined) return korean;
  if (ignored.test(character)) return kind.ignored;
  if (mark.test(character)) {
    return inherited.test(character) ? kind.ignored : one(kind.scriptMark, codePoint);
  }
  const latin = latinOf(character);
  if (latin !== undefined) return latinFold(latin);
  if (letterOrNumber.test(character)) return one(kind.other, plainLetter(character));
  return one(kind.mark, punctuation.test(character) ? 1 : 0);
}

const plainLetter = (character: string): number =>
  character.normalize('NFKD').toLowerCase().codePointAt(0) as number;

function latinFold(latin: string): number {
  if (latin.length > 1) {
    const letters = Array.from(latin, (letter) => leetDigits[letter] ?? leetSigns[letter] ?? letter);
    return several(kind.ligature, letters.map(latinSymbol));
  }
  const digit = leetDigits[latin];
  if (digit !== undefined) return one(kind.digit, latinSymbol(digit));
  const sign = leetSigns[latin];
  return sign === undefined ? one(kind.latin, latinSymbol(latin)) : one(kind.leetSign, latinSymbol(sign));
}

/** Letters of the Korean alphabet, also narrow, circled and conjoining ones. */
function koreanFold(character: string): number | undefined {
  const direct = jamoOf(character.codePointAt(0) as number);
  const first = direct ?? Array.from(character.normalize('NFKC')).find((part) => hangul.test(part));
  if (first === undefined) return undefined;
  const codePoint = first.codePointAt(0) as number;
  if (isSyllable(codePoint)) return one(kind.syllable, codePoint);
  const symbols = symbolsOfJamo(direct ?? jamoOf(codePoint) ?? '');
  if (symbols.length === 1) return one(kind.jamo, symbols[0] as number);
  if (symbols.length === 2) return several(kind.jamoPair, symbols);
  return ignored.test(character) ? kind.ignored : one(kind.other, codePoint);
}
