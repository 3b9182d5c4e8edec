import { expansionOf, foldOf, kind, kindBits, kindMask } from './fold.ts';
import {
  finalsOf,
  initialOf,
  isConjoining,
  isConsonant,
  isMood,
  medialsOf,
  silent,
  standInVowel,
} from './hangul.ts';
import { gap, type Normalized, script, scriptShift, trait } from './normalized.ts';
import { packedSymbols } from './symbols.ts';

/**
 * `plain` takes digits and signs for what keeps letters apart (f.u.c.k, 시1발), `leet` for the letters that they look
 * like (sh1t, a$$). A text that has them is read both ways, for either may be meant.
 */
export type ReadingName = 'plain' | 'leet';

/** A function takes only so many arguments. */
const keyChunk = 4_096;
/** How much laughter between two syllables is looked through. */
const maxLaughter = 16;
const whole = trait.begins | trait.ends;

/** The text without what words are hidden behind, each unit with where it came from. */
export function normalize(text: string, reading: ReadingName): Normalized {
  return new Reader(text, reading === 'leet').read();
}

class Reader implements Normalized {
  readonly #text: string;
  readonly #isLeet: boolean;
  key = '';
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly runs: number[] = [];
  readonly gaps: number[] = [];
  readonly traits: number[] = [];
  hasLeet = false;
  hasLatin = false;
  readonly #symbols: number[] = [];
  /** The gap since the last unit. */
  #gap: number = gap.none;

  constructor(text: string, isLeet: boolean) {
    this.#text = text;
    this.#isLeet = isLeet;
  }

  read(): Normalized {
    const text = this.#text;
    let at = 0;
    while (at < text.length) {
      const unit = text.charCodeAt(at);
      const isPair = unit >= 0xd800 && unit <= 0xdbff;
      const codePoint = isPair ? (text.codePointAt(at) as number) : unit;
      if (isConjoining(codePoint)) {
        at = this.#conjoining(at);
        continue;
      }
      const end = at + (codePoint > 0xffff ? 2 : 1);
      this.#take(codePoint, at, end);
      at = end;
    }
    for (let n = 0; n < this.#symbols.length; n += keyChunk) {
      this.key += String.fromCharCode(...this.#symbols.slice(n, n + keyChunk));
    }
    return this;
  }

  #take(codePoint: number, start: number, end: number): void {
    const fold = foldOf(codePoint);
    const symbol = fold >>> kindBits;
    switch (fold & kindMask) {
      case kind.latin:
        return this.#latin(symbol, start, end);
      case kind.syllable:
        return this.#syllable(symbol, start, end);
      case kind.space:
        this.#gap = gap.space;
        return;
      case kind.mark:
        return this.#keepApart(gap.mark);
      case kind.jamo:
        return this.#jamo(symbol, start, end);
      case kind.digit:
        this.hasLeet = true;
        return this.#leet(symbol, start, end, trait.digit, gap.noise);
      case kind.leetSign:
        this.hasLeet = true;
        return this.#leet(symbol, start, end, trait.sign, gap.mark);
      case kind.jamoPair:
        return this.#spread(expansionOf(fold), start, end, script.jamo);
      case kind.ligature:
        this.hasLatin = true;
        return this.#spread(expansionOf(fold), start, end, script.latin);
      case kind.other:
        return this.#other(symbol, start, end);
      case kind.scriptMark: {
        const last = this.#lastScript();
        if (last === script.other || last === 0) this.#other(symbol, start, end);
        return;
      }
    }
  }

  #keepApart(by: number): void {
    if (by > this.#gap) this.#gap = by;
  }

  /** The script of the unit right before; 0 when there is none. */
  #lastScript(): number {
    if (this.#gap !== gap.none) return 0;
    const last = this.traits.length - 1;
    return last < 0 ? 0 : (this.traits[last] as number) >> scriptShift;
  }

  #push(symbol: number, start: number, end: number, traits: number): void {
    this.#symbols.push(symbol);
    this.starts.push(start);
    this.ends.push(end);
    this.runs.push(1);
    this.gaps.push(this.#gap);
    this.traits.push(traits);
    this.#gap = gap.none;
  }

  /** A letter that is a character; one that is repeated is counted. */
  #letter(symbol: number, start: number, end: number, of: number, leet: number): void {
    const last = this.#symbols.length - 1;
    if (this.#gap === gap.none && this.#symbols[last] === symbol && this.#canRepeat(last)) {
      this.runs[last] = (this.runs[last] as number) + 1;
      this.ends[last] = end;
      return;
    }
    this.#push(symbol, start, end, whole | leet | (of << scriptShift));
  }

  #canRepeat(last: number): boolean {
    const traits = this.traits[last] as number;
    return (traits & trait.ends) !== 0 && traits >> scriptShift !== script.other;
  }

  #latin(symbol: number, start: number, end: number): void {
    if (this.#lastScript() === script.jamo) {
      const vowel = this.#vowelMeantBy(this.#text.slice(start, end));
      if (vowel !== undefined) return this.#letter(vowel, start, end, script.jamo, 0);
    }
    this.hasLatin = true;
    this.#letter(symbol, start, end, script.latin, 0);
  }

  /** Several letters in one character. */
  #spread(symbols: readonly number[], start: number, end: number, of: number): void {
    for (let n = 0; n < symbols.length; n++) {
      const begins = n === 0 ? trait.begins : 0;
      const ends = n === symbols.length - 1 ? trait.ends : 0;
      this.#push(symbols[n] as number, start, end, begins | ends | (of << scriptShift));
    }
  }

  #other(codePoint: number, start: number, end: number): void {
    const packed = packedSymbols(codePoint);
    this.#spread([packed & 0xff, (packed >> 8) & 0xff, packed >> 16], start, end, script.other);
  }

  #leet(symbol: number, start: number, end: number, by: number, otherwise: number): void {
    const vowel = this.#vowelMeantBy(this.#text.slice(start, end));
    if (vowel !== undefined) return this.#letter(vowel, start, end, script.jamo, 0);
    const isMeant = by === trait.digit || symbol === 0x61 || symbol === 0x73 || this.#isBeforeLetter(end);
    if (this.#isLeet && isMeant) return this.#letter(symbol, start, end, script.latin, by);
    this.#keepApart(otherwise);
  }

  /** Signs such as ! stand for a letter only where another one follows. */
  #isBeforeLetter(at: number): boolean {
    const codePoint = this.#text.codePointAt(at);
    if (codePoint === undefined) return false;
    const next = foldOf(codePoint) & kindMask;
    return next === kind.latin || next === kind.digit;
  }

  /** After a consonant by itself, what looks like a vowel is one. */
  #vowelMeantBy(character: string): number | undefined {
    const last = this.#symbols.length - 1;
    if (this.#lastScript() !== script.jamo || !isConsonant(this.#symbols[last] as number)) return undefined;
    return standInVowel(character);
  }

  #jamo(symbol: number, start: number, end: number): void {
    if (!isMood(symbol)) return this.#letter(symbol, start, end, script.jamo, 0);
    const last = this.traits.length - 1;
    const isAfterSyllable = last >= 0 && (this.traits[last] as number) >> scriptShift === script.hangul;
    if (isAfterSyllable && this.#gap <= gap.noise && this.#isBeforeSyllable(end)) {
      return this.#keepApart(gap.noise);
    }
    this.#letter(symbol, start, end, script.mood, 0);
  }

  /** Whether laughter goes on to a syllable from here. */
  #isBeforeSyllable(from: number): boolean {
    const until = Math.min(from + maxLaughter, this.#text.length);
    for (let at = from; at < until; at++) {
      const fold = foldOf(this.#text.charCodeAt(at));
      if ((fold & kindMask) === kind.syllable) return true;
      if ((fold & kindMask) !== kind.jamo || !isMood(fold >>> kindBits)) return false;
    }
    return false;
  }

  #syllable(syllable: number, start: number, end: number): void {
    const initial = initialOf(syllable);
    const medials = medialsOf(syllable);
    const finals = finalsOf(syllable);
    const of = script.hangul << scriptShift;
    const last = this.#symbols.length - 1;
    let isBegun = false;
    const isSameVowel = medials.length === 1 && this.#symbols[last] === medials[0];
    if (initial === silent && isSameVowel && this.#gap === gap.none && this.#canRepeat(last)) {
      // Drawn out, as in 씨이발: the vowel is there already.
      this.runs[last] = (this.runs[last] as number) + 1;
      this.ends[last] = end;
      if (finals.length > 0) this.traits[last] = (this.traits[last] as number) & ~trait.ends;
      isBegun = true;
    } else {
      this.#push(initial, start, end, of | trait.begins);
      for (const medial of medials) this.#push(medial, start, end, of);
    }
    for (const final of finals) this.#push(final, start, end, of);
    if (!isBegun || finals.length > 0) {
      const now = this.traits.length - 1;
      this.traits[now] = (this.traits[now] as number) | trait.ends;
    }
  }

  /** Letters that Unicode would compose are taken as the syllables that they show; gives where they end. */
  #conjoining(start: number): number {
    const text = this.#text;
    let end = start + 1;
    while (end < text.length && isConjoining(text.charCodeAt(end))) end++;
    let at = start;
    for (const shown of text.slice(start, end).normalize('NFC')) {
      const next = at + shown.normalize('NFD').length;
      this.#take(shown.codePointAt(0) as number, at, next);
      at = next;
    }
    return end;
  }
}
