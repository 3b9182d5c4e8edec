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
/** As Unicode has them in its order of syllables. */
const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const medials = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
const finals = ['', ...'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'];

const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;

/** Symbols of the letters of a jamo as they are typed; none of those that are no longer written. */
export function symbolsOfJamo(jamo: string): number[] {
  const letters = Array.from(typedAs[jamo] ?? jamo);
  return letters.every(isJamo) ? letters.map(jamoSymbol) : [];
}

/** For each syllable how many letters its vowel ends at and it has in all, and their symbols, zeros after them. */
const lettersPerSyllable = 8;
export const lettersOffset = 2;
export const syllableLetters = new Uint8Array((lastSyllable - firstSyllable + 1) * lettersPerSyllable);
let next = 0;
for (const initial of initials) {
  for (const medial of medials) {
    const open = [...symbolsOfJamo(initial), ...symbolsOfJamo(medial)];
    for (const final of finals) {
      const letters = [...open, ...(final === '' ? [] : symbolsOfJamo(final))];
      syllableLetters.set([open.length, letters.length, ...letters], next);
      next += lettersPerSyllable;
    }
  }
}

export const isSyllable = (codePoint: number): boolean =>
  codePoint >= firstSyllable && codePoint <= lastSyllable;

/** Where a syllable's entry begins. */
export const syllableAt = (syllable: number): number => (syllable - firstSyllable) * lettersPerSyllable;

/** The compatibility jamo of a conjoining one; undefined for old ones. */
function standaloneJamo(codePoint: number): string | undefined {
  if (codePoint >= 0x1100 && codePoint <= 0x1112) return initials[codePoint - 0x1100];
  if (codePoint >= 0x1161 && codePoint <= 0x1175) return medials[codePoint - 0x1161];
  if (codePoint >= 0x11a8 && codePoint <= 0x11c2) return finals[codePoint - 0x11a7];
  return undefined;
}

/** The compatibility jamo of a narrow one, of which Unicode has them in the same order with holes between the vowels. */
function wideJamo(codePoint: number): number | undefined {
  if (codePoint >= 0xffa1 && codePoint <= 0xffbe) return codePoint - 0xffa1 + 0x3131;
  for (const [row, first] of narrowVowels.entries()) {
    if (codePoint >= first && codePoint < first + 6) return codePoint - first + 0x314f + row * 6;
  }
  return undefined;
}

const narrowVowels = [0xffc2, 0xffca, 0xffd2, 0xffda];
const isCompatibility = (codePoint: number): boolean => codePoint >= 0x3131 && codePoint <= 0x3163;

/** The compatibility jamo that a character is, whichever block it comes from; undefined when it is none, or an old one. */
export function jamoOf(codePoint: number): string | undefined {
  const wide = wideJamo(codePoint) ?? codePoint;
  return isCompatibility(wide) ? String.fromCharCode(wide) : standaloneJamo(wide);
}

/** Jamo that make up syllables together, as text comes from some systems (NFD). */
export const isConjoining = (codePoint: number): boolean => codePoint >= 0x1100 && codePoint <= 0x11ff;

/** ㅇ before a vowel is silent: with the vowel of the syllable before it, it only draws that out. */
export const silent = jamoSymbol('ㅇ');

/** The vowel that is left of one when it is drawn out: 쳐어. */
const drawnOut = new Map([
  ...Array.from('ㅏㅐㅓㅔㅗㅜㅡㅣ', (vowel) => [jamoSymbol(vowel), jamoSymbol(vowel)] as const),
  ...Array.from('ㅑㅏㅒㅐㅕㅓㅖㅔㅛㅗㅠㅜ'.matchAll(/../g), ([pair]) => {
    const [vowel = '', rest = ''] = pair;
    return [jamoSymbol(vowel), jamoSymbol(rest)] as const;
  }),
]);
export const isDrawnOutBy = (symbol: number, vowel: number): boolean => drawnOut.get(symbol) === vowel;

const consonants = new Set(Array.from(initials, jamoSymbol));
export const isConsonant = (symbol: number): boolean => consonants.has(symbol);

/** What is typed for a vowel after a consonant that stands alone: ㅅl발, ㅂrㄹ, ㄱH. */
const standIns: ReadonlyMap<string, number> = new Map([
  ...Array.from('lIi|1!', (letter) => [letter, jamoSymbol('ㅣ')] as const),
  ['r', jamoSymbol('ㅏ')],
  ['H', jamoSymbol('ㅐ')],
]);
export const standInVowel = (character: string): number | undefined => standIns.get(character);

/** Letters that people laugh and cry with; between two syllables they say nothing. */
const moods = new Set(Array.from('ㅋㅎㅠㅜㅡ', jamoSymbol));
export const isMood = (symbol: number): boolean => moods.has(symbol);
