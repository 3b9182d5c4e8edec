/** A stretch of a text, in UTF-16 units; the end is not part of it. */
export type Stretch = readonly [from: number, to: number];

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The stretches widened to whole graphemes, those that touch joined, in order. */
export function asMasks(text: string, stretches: readonly Stretch[]): Stretch[] {
  if (stretches.length === 0) return [];
  let segments: Intl.Segments | undefined;
  /** The grapheme that holds the unit before or after an edge within it. */
  const around = (at: number) => {
    segments ??= graphemes.segment(text);
    return segments.containing(at) as Intl.SegmentData;
  };
  const startOf = (at: number): number => (isPlainEdge(text, at) ? at : around(at).index);
  const endOf = (at: number): number => {
    if (isPlainEdge(text, at)) return at;
    const { index, segment } = around(at - 1);
    return index + segment.length;
  };
  const sorted = [...stretches].sort(([one], [other]) => one - other);
  const masks: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = masks.at(-1);
    // Known to be within a mask already: no need to ask for its graphemes.
    if (last !== undefined && to <= last[1]) continue;
    const [first, until] = [startOf(from), endOf(to)];
    if (last !== undefined && first <= last[1]) last[1] = Math.max(last[1], until);
    else masks.push([first, until]);
  }
  return masks;
}

/** Whether graphemes certainly meet there, for which the segmenter, which is slow, need not be asked. */
function isPlainEdge(text: string, at: number): boolean {
  if (at === 0 || at === text.length) return true;
  return isPlain(text.charCodeAt(at - 1)) && isPlain(text.charCodeAt(at));
}

/** Printable ASCII, and Korean as it is nearly always written. */
const isPlain = (unit: number): boolean =>
  (unit >= 0x20 && unit <= 0x7e) || (unit >= 0xac00 && unit <= 0xd7a3) || (unit >= 0x3131 && unit <= 0x3163);

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
