const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const plain = /^[\x20-\x7e]*$/;

/** How many characters somebody would count in a text. */
export function charsIn(text: string): number {
  const trimmed = text.trim();
  return plain.test(trimmed) ? trimmed.length : [...graphemes.segment(trimmed)].length;
}

/** A text in one line, as it is said: what was pasted may have several. */
export const oneLine = (text: string): string => text.replace(/\s*[\r\n\u2028\u2029]+\s*/gu, ' ');
