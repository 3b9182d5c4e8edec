import AhoCorasick from 'modern-ahocorasick';
import { Gate } from './gate.ts';
import { isMeant } from './judge-hit.ts';
import { asMasks, type Stretch } from './masks.ts';
import { normalize } from './normalize.ts';
import { Normalized } from './normalized.ts';
import { type Pattern, patternsOf, type WordAction, type WordList, wordActions } from './patterns.ts';

/** What is to happen to a text: the strongest action of the words in it, and where they are. */
export interface Verdict {
  readonly action: 'none' | WordAction;
  /** All of them, on grapheme boundaries of the text, apart from each other, in order. */
  readonly found: readonly Stretch[];
  /** Those that are masked: what was held and is shown in the end, is shown with the word that it was held for. */
  readonly masks: readonly Stretch[];
}

const nothing: Verdict = { action: 'none', found: [], masks: [] };

/** To go through so many units costs less than to begin anew. */
const worthJoining = 8;

/** A word in a normalized text, by its first unit and the one after its last. */
interface Hit {
  readonly from: number;
  readonly to: number;
  readonly pattern: Pattern;
}

/** Lists of words, built once to be looked for in any number of texts. */
export class WordFilter {
  /** What is looked for by each key; several words may be the same to the matcher. */
  readonly #patterns: readonly (readonly Pattern[])[];
  readonly #matcher: AhoCorasick;
  readonly #gate: Gate;
  readonly #hasLeetWords: boolean;

  constructor(lists: readonly WordList[]) {
    const patterns = [...patternsOf(lists)];
    const byKey = new Map<string, Pattern[]>();
    for (const pattern of patterns) {
      const alike = byKey.get(pattern.key);
      if (alike === undefined) byKey.set(pattern.key, [pattern]);
      else alike.push(pattern);
    }
    this.#patterns = [...byKey.values()];
    this.#matcher = new AhoCorasick([...byKey.keys()]);
    this.#gate = new Gate(patterns);
    this.#hasLeetWords = patterns.some(({ hasLeet }) => hasLeet);
  }

  check(text: string): Verdict {
    return checkWith(text, [this]);
  }

  /** Whether digits and signs in a text are to be read as letters too. */
  wantsLeet({ hasLeet, hasLatin }: Normalized): boolean {
    return hasLeet && (hasLatin || this.#hasLeetWords);
  }

  /** The words in one reading of a text, or only those that have digits or signs themselves; empty when there are none. */
  hitsIn(text: Normalized, ofLeetWords = false): readonly Hit[] {
    const hits: Hit[] = [];
    const innocent: Hit[] = [];
    const stretch = { from: 0, to: 0 };
    let at = 0;
    while (this.#gate.next(text, at, stretch)) {
      // What begins within a stretch may end beyond it.
      const first = stretch.from;
      let end = stretch.to;
      while (this.#gate.next(text, stretch.from + 1, stretch) && stretch.from < end + worthJoining) {
        end = Math.max(end, stretch.to);
      }
      for (const { patternIndex, start, end: until } of this.#matcher.iterate(text.key(first, end))) {
        for (const pattern of this.#patterns[patternIndex] as readonly Pattern[]) {
          if (ofLeetWords && !pattern.hasLeet) continue;
          if (!isMeant(text, first + start, first + until, pattern)) continue;
          (pattern.isInnocent ? innocent : hits).push({ from: first + start, to: first + until, pattern });
        }
      }
      at = end;
    }
    return innocent.length === 0 ? hits : hits.filter((hit) => !innocent.some((other) => covers(other, hit)));
  }
}

const covers = (innocent: Hit, hit: Hit): boolean =>
  innocent.pattern.list === hit.pattern.list && innocent.from <= hit.from && innocent.to >= hit.to;

/** Texts are checked one after the other, so that one of each will do. */
const plain = new Normalized();
const leet = new Normalized();

/** Checks a text with several filters at once, such as the house's and a room's. */
export function checkWith(text: string, filters: readonly WordFilter[]): Verdict {
  normalize(text, 'plain', plain);
  const found: Found = { strongest: -1, stretches: [], masked: [] };
  for (const filter of filters) gather(plain, filter.hitsIn(plain), found);
  if (filters.some((filter) => filter.wantsLeet(plain))) {
    normalize(text, 'leet', leet);
    // Digits are letters among letters only, unless a word has some itself, whatever else is looked for beside it.
    for (const filter of filters) gather(leet, filter.hitsIn(leet, !plain.hasLatin), found);
  }
  const action = wordActions[found.strongest];
  if (action === undefined) return nothing;
  const all = asMasks(text, found.stretches);
  const isAllMasked = found.masked.length === found.stretches.length;
  return { action, found: all, masks: isAllMasked ? all : asMasks(text, found.masked) };
}

interface Found {
  strongest: number;
  readonly stretches: Stretch[];
  readonly masked: Stretch[];
}

function gather(text: Normalized, hits: readonly Hit[], found: Found): void {
  for (const { from, to, pattern } of hits) {
    found.strongest = Math.max(found.strongest, wordActions.indexOf(pattern.action));
    const stretch = [text.starts[from] as number, text.ends[to - 1] as number] as const;
    found.stretches.push(stretch);
    if (pattern.action === 'mask') found.masked.push(stretch);
  }
}
