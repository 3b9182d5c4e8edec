import { isJamo, jamoSymbol } from './symbols.ts';

/** Letters that are typed as two, and written as one. */
const typedAs: Readonly<Record<string, string>> = {
  ㅘ: 'ㅗㅏ',
  ㅙ: 'ㅗㅐ',
  ㅚ: 'ㅗㅣ',
  ㅝ: 'ㅜㅓ',
  ㅞ: 'ㅜㅔ',
  ㅟ: 'ㅜㅣ',
  ㅢ: 'ㅡㅣ',
  ㄳ: 'ㄱㅅ',
  ㄵ: 'ㄴㅈ',
  ㄶ: 'ㄴㅎ',
  ㄺ: 'ㄹㄱ',
  ㄻ: 'ㄹㅁ',
  ㄼ: 'ㄹㅂ',
  ㄽ: 'ㄹㅅ',
  ㄾ: 'ㄹㅌ',
  ㄿ: 'ㄹㅍ',
  ㅀ: 'ㄹㅎ',
  ㅄ: 'ㅂㅅ',
};
const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const medials = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
const finals = ' ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';

const symbolsOf = (letter: string): readonly number[] => {
  const basic = Array.from(typedAs[letter] ?? letter);
  return basic.every(isJamo) ? basic.map(jamoSymbol) : [];
};

const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;

/** Symbols of the letters of each initial, medial and final of a syllable, in the order that Unicode composes them in. */
const initialSymbols = Array.from(initials, (letter) => symbolsOf(letter)[0] as number);
const medialSymbols = Array.from(medials, symbolsOf);
const finalSymbols = Array.from(finals, (letter) => (letter === ' ' ? [] : symbolsOf(letter)));

export const isSyllable = (codePoint: number): boolean =>
  codePoint >= firstSyllable && codePoint <= lastSyllable;
export const initialOf = (syllable: number): number =>
  initialSymbols[Math.floor((syllable - firstSyllable) / 588)] as number;
export const medialsOf = (syllable: number): readonly number[] =>
  medialSymbols[Math.floor(((syllable - firstSyllable) % 588) / 28)] as readonly number[];
export const finalsOf = (syllable: number): readonly number[] =>
  finalSymbols[(syllable - firstSyllable) % 28] as readonly number[];

/** The symbols of a letter that stands alone (compatibility jamo); none of letters that are no longer written. */
export const lettersOfJamo = (letter: string): readonly number[] => symbolsOf(letter);

/** The compatibility jamo of a conjoining one that stands alone; undefined for old ones. */
export function standaloneJamo(codePoint: number): string | undefined {
  if (codePoint >= 0x1100 && codePoint <= 0x1112) return initials[codePoint - 0x1100];
  if (codePoint >= 0x1161 && codePoint <= 0x1175) return medials[codePoint - 0x1161];
  if (codePoint >= 0x11a8 && codePoint <= 0x11c2) return finals[codePoint - 0x11a7];
  return undefined;
}

export const isConjoining = (codePoint: number): boolean => codePoint >= 0x1100 && codePoint <= 0x11ff;

/** ㅇ before a vowel is silent: with the vowel of the syllable before it, it only draws that out. */
export const silent = jamoSymbol('ㅇ');

const consonants = new Set(Array.from(initials, jamoSymbol));
export const isConsonant = (symbol: number): boolean => consonants.has(symbol);

/** What is typed for a vowel after a consonant that stands alone: ㅅl발, ㅂrㄹ, ㄱH. */
const standIns: ReadonlyMap<string, number> = new Map([
  ['l', jamoSymbol('ㅣ')],
  ['I', jamoSymbol('ㅣ')],
  ['i', jamoSymbol('ㅣ')],
  ['|', jamoSymbol('ㅣ')],
  ['1', jamoSymbol('ㅣ')],
  ['!', jamoSymbol('ㅣ')],
  ['r', jamoSymbol('ㅏ')],
  ['H', jamoSymbol('ㅐ')],
]);
export const standInVowel = (character: string): number | undefined => standIns.get(character);

/** Letters that people laugh and cry with; between two syllables they say nothing. */
const moods = new Set(Array.from('ㅋㅎㅠㅜㅡ', jamoSymbol));
export const isMood = (symbol: number): boolean => moods.has(symbol);
