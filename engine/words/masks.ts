/** A stretch of a text, in UTF-16 units; the end is not part of it. */
export type Stretch = readonly [from: number, to: number];

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The stretches widened to whole graphemes, those that touch joined, in order. */
export function asMasks(text: string, stretches: readonly Stretch[]): Stretch[] {
  if (stretches.length === 0) return [];
  const segments = graphemes.segment(text);
  const sorted = [...stretches].sort(([one], [other]) => one - other);
  const masks: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = masks.at(-1);
    // Known to be within a mask already: no need to ask for its graphemes.
    if (last !== undefined && to <= last[1]) continue;
    const first = segments.containing(from)?.index ?? from;
    const end = segments.containing(to - 1);
    const until = end === undefined ? to : end.index + end.segment.length;
    if (last !== undefined && first <= last[1]) last[1] = Math.max(last[1], until);
    else masks.push([first, until]);
  }
  return masks;
}

/** The text with each masked grapheme as an asterisk. */
export function mask(text: string, masks: readonly Stretch[]): string {
  let shown = '';
  let at = 0;
  for (const [from, to] of masks) {
    const hidden = Array.from(graphemes.segment(text.slice(from, to))).length;
    shown += text.slice(at, from) + '*'.repeat(hidden);
    at = to;
  }
  return shown + text.slice(at);
}
