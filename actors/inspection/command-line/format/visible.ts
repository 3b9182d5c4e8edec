/** Control and formatting characters: a terminal would obey what is hidden in people's own words. */
const hidden = /[\p{Cc}\p{Cf}]/gu;

/** A line of text with every hidden character spelled out. */
export const visible = (line: string): string =>
  line.replace(hidden, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);

/** Data as one line of JSON with every hidden character escaped, so that it is the same data. */
export const visibleJson = (data: unknown): string =>
  JSON.stringify(data).replace(hidden, (char) =>
    Array.from(
      { length: char.length },
      (_, n) => `\\u${char.charCodeAt(n).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
