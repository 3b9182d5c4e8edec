import { isMeant } from '../judge-hit.ts';
import type { Stretch } from '../masks.ts';
import { normalize, type ReadingName } from '../normalize.ts';
import { type Pattern, patternsOf, type WordList } from '../patterns.ts';

interface Hit {
  readonly pattern: Pattern;
  readonly from: number;
  readonly to: number;
}

/** Where the words of lists are in a text, in UTF-16 units, found by trying every word at every place. */
export function stretchesByTrying(lists: readonly WordList[], text: string): Stretch[] {
  const patterns = [...patternsOf(lists)];
  const { hasLeet, hasLatin } = normalize(text, 'plain');
  const plain = stretchesIn(patterns, text, 'plain');
  if (!hasLeet) return plain;
  // Digits are letters among letters only, unless a word has some itself.
  const read = hasLatin ? patterns : patterns.filter((pattern) => pattern.hasLeet);
  return [...plain, ...stretchesIn(read, text, 'leet')];
}

function stretchesIn(patterns: readonly Pattern[], text: string, reading: ReadingName): Stretch[] {
  const read = normalize(text, reading);
  const key = read.key(0, read.length);
  const hits: Hit[] = [];
  for (const pattern of patterns) {
    const { length } = pattern.key;
    for (let from = 0; from + length <= key.length; from++) {
      if (!key.startsWith(pattern.key, from)) continue;
      if (isMeant(read, from, from + length, pattern)) hits.push({ pattern, from, to: from + length });
    }
  }
  return hits
    .filter(
      (hit) =>
        !hit.pattern.isInnocent &&
        !hits.some(
          ({ pattern, from, to }) =>
            pattern.isInnocent && pattern.list === hit.pattern.list && from <= hit.from && to >= hit.to,
        ),
    )
    .map(({ from, to }) => [read.starts[from] as number, read.ends[to - 1] as number]);
}
