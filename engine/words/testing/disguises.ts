import fc from 'fast-check';

/** Ways to hide a word that leave it readable. Each takes any text; where it has nothing to change, it does not. */
const disguises = {
  capitals: (word: string) => word.toUpperCase(),
  wide: (word: string) => word.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  bold: (word: string) => word.replace(/[a-z]/g, (c) => String.fromCodePoint(0x1d41a + c.charCodeAt(0) - 97)),
  cyrillic: (word: string) => word.replace(/[aceopsxy]/g, (c) => 'асеорѕху'['aceopsxy'.indexOf(c)] as string),
  zeroWidth: (word: string) => Array.from(word).join('\u200b'),
  accents: (word: string) => word.replace(/[a-z가-힣]/g, '$&\u0301'),
  struckOut: (word: string) => word.replace(/[a-z가-힣]/g, '$&\u0336'),
  decomposed: (word: string) => word.normalize('NFD'),
} satisfies Record<string, (word: string) => string>;

/** What letters are kept apart with. */
const separators = ['.', '-', '_', '*', '~', '/', '🔥', '…', ' ', '. '];

/** The same word in disguise: some of the ways one after the other, separators between all characters or the end drawn out. */
export const disguised = (word: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      word,
      fc.subarray(Object.values(disguises)),
      fc.option(fc.constantFrom(...separators), { nil: '' }),
      fc.nat(3),
    )
    .map(([plain, ways, separator, repeats]) => {
      // Between what was one character, or separators would split what belongs together.
      const parts = Array.from(plain, (character) => ways.reduce((part, way) => way(part), character));
      const isLatin = /^[a-z]+$/.test(plain);
      return (
        parts.join(separator) + (isLatin && separator === '' ? (parts.at(-1) as string).repeat(repeats) : '')
      );
    });
