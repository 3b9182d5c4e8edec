/**
 * What normalized text is written in: one printable ASCII character for each unit of it. Latin letters stand for
 * themselves, each letter of the Korean alphabet has a character, and other scripts take three for each code point.
 * Only so the matcher goes through the text without asking ICU for graphemes, which would take ten times as long.
 */
const jamo = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ';
const jamoSymbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456';
/** None of them is a symbol of a letter, so that one of these says what the two after it are. */
const leads = '789:;<=>?@!"#$%&\'()*';
const firstTrail = 0x20;
const trails = 0x80 - firstTrail;

const symbolByJamo = new Map(Array.from(jamo, (letter, n) => [letter, jamoSymbols.charCodeAt(n)]));

/** The symbol of one basic letter of the Korean alphabet, given as compatibility jamo. */
export function jamoSymbol(letter: string): number {
  return symbolByJamo.get(letter) as number;
}

export const isJamo = (letter: string): boolean => symbolByJamo.has(letter);

/** The three symbols of a code point of another script, the first one in the low byte; far planes share theirs. */
export function packedSymbols(codePoint: number): number {
  const n = codePoint % (leads.length * trails * trails);
  const lead = leads.charCodeAt(Math.floor(n / (trails * trails)));
  const middle = firstTrail + (Math.floor(n / trails) % trails);
  return lead | (middle << 8) | ((firstTrail + (n % trails)) << 16);
}
