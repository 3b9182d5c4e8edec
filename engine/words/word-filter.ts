import AhoCorasick from 'modern-ahocorasick';
import { isMeant } from './judge-hit.ts';
import { asMasks, type Stretch } from './masks.ts';
import { normalize } from './normalize.ts';
import type { Normalized } from './normalized.ts';
import { type Pattern, patternsOf, type WordAction, type WordList, wordActions } from './patterns.ts';

/** What is to happen to a text: the strongest action of the words in it, and where they all are. */
export interface Verdict {
  readonly action: 'none' | WordAction;
  /** On grapheme boundaries of the text, apart from each other, in order. */
  readonly masks: readonly Stretch[];
}

const nothing: Verdict = { action: 'none', masks: [] };

interface Hit {
  readonly from: number;
  readonly to: number;
  readonly pattern: Pattern;
}

/** Lists of words, built once to be looked for in any number of texts. */
export class WordFilter {
  readonly #matcher: AhoCorasick;
  /** What is looked for by each key; several words may be the same to the matcher. */
  readonly #patterns: readonly (readonly Pattern[])[];
  /** Whether a word has no letters, so that digits count in any text. */
  readonly #hasLeetWords: boolean;

  constructor(lists: readonly WordList[]) {
    const byKey = new Map<string, Pattern[]>();
    for (const pattern of patternsOf(lists)) {
      const alike = byKey.get(pattern.text.key);
      if (alike === undefined) byKey.set(pattern.text.key, [pattern]);
      else alike.push(pattern);
    }
    this.#patterns = [...byKey.values()];
    this.#matcher = new AhoCorasick([...byKey.keys()]);
    this.#hasLeetWords = this.#patterns.some((alike) => alike.some(({ text }) => text.hasLeet));
  }

  /** How many different words are looked for. */
  get patternCount(): number {
    return this.#patterns.length;
  }

  check(text: string): Verdict {
    return checkWith(text, [this]);
  }

  /** @internal What `checkWith` asks of each filter. */
  findIn(readings: Readings, found: Found): void {
    this.#read(readings.plain, found);
    if (readings.plain.hasLeet && (readings.plain.hasLatin || this.#hasLeetWords)) {
      this.#read(readings.leet, found);
    }
  }

  #read(text: Normalized, found: Found): void {
    const hits: Hit[] = [];
    const innocent: Hit[] = [];
    for (const { patternIndex, start, end } of this.#matcher.iterate(text.key)) {
      for (const pattern of this.#patterns[patternIndex] as readonly Pattern[]) {
        if (isMeant(text, start, end, pattern)) {
          (pattern.isInnocent ? innocent : hits).push({ from: start, to: end, pattern });
        }
      }
    }
    for (const hit of hits) {
      if (innocent.some((other) => covers(other, hit))) continue;
      found.add(hit.pattern.action, [text.starts[hit.from] as number, text.ends[hit.to - 1] as number]);
    }
  }
}

const covers = (innocent: Hit, hit: Hit): boolean =>
  innocent.pattern.list === hit.pattern.list && innocent.from <= hit.from && innocent.to >= hit.to;

/** The two ways to read a text, each made when it is first asked for. */
class Readings {
  readonly plain: Normalized;
  readonly #text: string;
  #leet: Normalized | undefined;

  constructor(text: string) {
    this.#text = text;
    this.plain = normalize(text, 'plain');
  }

  get leet(): Normalized {
    this.#leet ??= normalize(this.#text, 'leet');
    return this.#leet;
  }
}

class Found {
  #strongest = -1;
  readonly stretches: Stretch[] = [];

  add(action: WordAction, stretch: Stretch): void {
    this.#strongest = Math.max(this.#strongest, wordActions.indexOf(action));
    this.stretches.push(stretch);
  }

  get action(): Verdict['action'] {
    return wordActions[this.#strongest] ?? 'none';
  }
}

/** A text checked with several filters at once, such as the house's and a room's; it is normalized only once. */
export function checkWith(text: string, filters: readonly WordFilter[]): Verdict {
  const readings = new Readings(text);
  const found = new Found();
  for (const filter of filters) filter.findIn(readings, found);
  if (found.stretches.length === 0) return nothing;
  return { action: found.action, masks: asMasks(text, found.stretches) };
}
