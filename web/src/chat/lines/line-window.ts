/** Which lines of a long list are on the page. */
export interface LineWindow {
  /** Key of the last one; null while the list is followed to its end. */
  readonly last: string | null;
  readonly count: number;
}

/** A phone scrolls so many without a stutter. */
export const mostLines = 300;
const firstLines = 120;
const moreLines = 80;

/** The end of the list, which is followed. */
export const atEnd: LineWindow = { last: null, count: firstLines };

interface Keyed {
  readonly key: string;
}

/** First and last line that are shown, the last excluded. A line that is no longer there leaves the end. */
export function shownOf(
  lines: readonly Keyed[],
  { last, count }: LineWindow,
): { start: number; end: number } {
  const found = last === null ? -1 : lines.findLastIndex(({ key }) => key === last);
  const end = found === -1 ? lines.length : found + 1;
  return { start: Math.max(0, end - count), end };
}

/** The same lines, and no more when more come: somebody has left the end to read. */
export function held(window: LineWindow, lines: readonly Keyed[]): LineWindow {
  if (window.last !== null) return window;
  return { ...window, last: lines.at(-1)?.key ?? null };
}

/** With more lines before; beyond the most, as many go at the other side. */
export function earlier(window: LineWindow, lines: readonly Keyed[]): LineWindow {
  const { start, end } = shownOf(lines, window);
  const from = Math.max(0, start - moreLines);
  const to = Math.min(end, from + mostLines);
  return { last: lines[to - 1]?.key ?? null, count: Math.max(firstLines, to - from) };
}

/** With more lines after; where there are none, the end is followed again. */
export function later(window: LineWindow, lines: readonly Keyed[]): LineWindow {
  const { start, end } = shownOf(lines, window);
  const to = Math.min(lines.length, end + moreLines);
  const count = Math.min(mostLines, Math.max(firstLines, to - start));
  return to === lines.length ? { last: null, count } : { last: lines[to - 1]?.key ?? null, count };
}

/** With this line about in the middle. */
export function around(key: string, lines: readonly Keyed[]): LineWindow {
  const at = lines.findIndex((line) => line.key === key);
  const to = Math.min(lines.length, at + firstLines / 2);
  return { last: lines[to - 1]?.key ?? null, count: firstLines };
}
