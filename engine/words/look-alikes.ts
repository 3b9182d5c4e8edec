import unhomoglyph from 'unhomoglyph';

/** Letters that UTS #39 does not hold for alike, but people do who look for one. */
const alsoAlike: Readonly<Record<string, string>> = {
  к: 'k',
  т: 't',
  м: 'm',
  н: 'h',
  в: 'b',
  и: 'u',
  ц: 'u',
  ь: 'b',
  я: 'r',
  з: 'e',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  κ: 'k',
  μ: 'u',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ω: 'w',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ħ: 'h',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ƨ: 's',
  ...Object.fromEntries(
    Array.from('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ', (small, n) => [small, 'abcdefghijklmnoprstuvwyz'[n] as string]),
  ),
};

/** Characters that stand for a letter by their shape: digits, and signs. */
export const leetDigits: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'l',
  2: 'z',
  3: 'e',
  4: 'a',
  5: 's',
  6: 'g',
  7: 't',
  8: 'b',
  9: 'g',
};
export const leetSigns: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '!': 'l',
  '¡': 'l',
  '|': 'l',
  '+': 't',
  '€': 'e',
  '£': 'l',
  '¢': 'c',
};

/** Alphabets with letters that are drawn like Latin ones; letters of others are taken for what they are. */
const akin =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}\p{Script=Common}]/u;
const regionalA = 0x1f1e6;
/** Letters in a square or circle that Unicode does not decompose. */
const framedAs = [0x1f150, 0x1f170];

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * The Latin letters, digits or leet signs that one character is or looks like, in lower case; undefined when it is like
 * none. Case, width, accents, ligatures and letter-like signs are Unicode's (NFKD), look-alikes those of UTS #39.
 */
export function latinOf(character: string): string | undefined {
  const codePoint = character.codePointAt(0) as number;
  for (const first of [regionalA, ...framedAs]) {
    if (codePoint >= first && codePoint < first + 26) return String.fromCharCode(97 + codePoint - first);
  }
  const base = plain(character);
  const latin = alsoAlike[base] ?? base;
  if (isLatin(latin)) return latin;
  if (!akin.test(base) || !/^\p{L}/u.test(base)) return undefined;
  // Twice, for some letters are like a capital one, which is like another.
  const alike = plain(unhomoglyph(plain(unhomoglyph(base))));
  // Longer ones are letters drawn as two, and no more than a guess.
  return isLatin(alike) && alike.length === 1 ? alike : undefined;
}

const isLatin = (text: string): boolean => text !== '' && /^[a-z0-9@$!|+]+$/.test(text);

/** What can't be told apart at a glance is one letter: i, l, and what looks like them. */
export const oneOfAlikes = (letter: string): string => (letter === 'i' ? 'l' : letter);
