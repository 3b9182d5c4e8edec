import { expansionOf, foldOf, kind, kindBits, kindMask } from './fold.ts';
import {
  isConjoining,
  isConsonant,
  isDrawnOutBy,
  isMood,
  lettersOffset,
  silent,
  standInVowel,
  syllableAt,
  syllableLetters,
} from './hangul.ts';
import { gap, Normalized, script, scriptShift, trait } from './normalized.ts';
import { packedSymbols } from './symbols.ts';

/**
 * `plain` takes digits and signs for what keeps letters apart (f.u.c.k, 시1발), `leet` for the letters that they look
 * like (sh1t, a$$). A text that has them is read both ways, for either may be meant.
 */
export type ReadingName = 'plain' | 'leet';

const whole = trait.begins | trait.ends;
const hangul = script.hangul << scriptShift;
/** How much laughter between two syllables is looked through. */
const maxLaughter = 16;

/** The text without what words are hidden behind, each unit with where it came from; `into` is written over. */
export function normalize(text: string, reading: ReadingName, into = new Normalized()): Normalized {
  into.clear(text.length);
  new Reader(text, reading === 'leet', into).read();
  return into;
}

class Reader {
  readonly #text: string;
  readonly #isLeet: boolean;
  readonly #out: Normalized;
  /** What came since the last unit. */
  #gap: number = gap.none;

  constructor(text: string, isLeet: boolean, out: Normalized) {
    this.#text = text;
    this.#isLeet = isLeet;
    this.#out = out;
  }

  read(): void {
    const text = this.#text;
    for (let at = 0; at < text.length; ) {
      const unit = text.charCodeAt(at);
      if (isConjoining(unit)) {
        at = this.#conjoining(at);
        continue;
      }
      const isLead = unit >= 0xd800 && unit <= 0xdbff;
      const codePoint = isLead ? (text.codePointAt(at) as number) : unit;
      const end = at + (codePoint > 0xffff ? 2 : 1);
      this.#take(codePoint, at, end);
      at = end;
    }
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
        return this.#leet(symbol, start, end, trait.digit, gap.noise);
      case kind.leetSign:
        return this.#leet(symbol, start, end, trait.sign, gap.mark);
      case kind.jamoPair:
        return this.#spread(expansionOf(fold), start, end, script.jamo);
      case kind.ligature:
        this.#out.hasLatin = true;
        return this.#spread(expansionOf(fold), start, end, script.latin);
      case kind.other:
        return this.#other(symbol, start, end);
      case kind.scriptMark: {
        const before = this.#scriptBefore();
        if (before === script.other || before === 0) this.#other(symbol, start, end);
        return;
      }
    }
  }

  #keepApart(by: number): void {
    if (by > this.#gap) this.#gap = by;
  }

  /** The script of the unit right before; 0 when there is none. */
  #scriptBefore(): number {
    const { length } = this.#out;
    return this.#gap === gap.none && length > 0 ? this.#out.scriptAt(length - 1) : 0;
  }

  #push(symbol: number, start: number, end: number, traits: number): void {
    const out = this.#out;
    const n = out.length++;
    out.symbols[n] = symbol;
    out.starts[n] = start;
    out.ends[n] = end;
    out.runs[n] = 1;
    out.gaps[n] = this.#gap;
    out.traits[n] = traits;
    this.#gap = gap.none;
  }

  /** A letter that is a character; one that is repeated is counted. */
  #letter(symbol: number, start: number, end: number, of: number, leet: number): void {
    if (this.#isRepeated(symbol, end)) this.#repeat(end);
    else this.#push(symbol, start, end, whole | leet | (of << scriptShift));
  }

  #isRepeated(symbol: number, end: number): boolean {
    const out = this.#out;
    const last = out.length - 1;
    if (last < 0 || out.symbols[last] !== symbol || !this.#canRepeat(last)) return false;
    // Of letters one by one (a s s), not of words side by side (his shit).
    return this.#gap === gap.none || (this.#isAlone(last) && !this.#isLetterAt(end));
  }

  #canRepeat(last: number): boolean {
    const traits = this.#out.traits[last] as number;
    return (traits & trait.ends) !== 0 && traits >> scriptShift !== script.other;
  }

  #isAlone(n: number): boolean {
    return n === 0 || this.#out.gaps[n] !== gap.none;
  }

  #repeat(end: number): void {
    const out = this.#out;
    const last = out.length - 1;
    out.runs[last] = (out.runs[last] as number) + 1;
    out.ends[last] = end;
    this.#gap = gap.none;
  }

  #latin(symbol: number, start: number, end: number): void {
    if (this.#scriptBefore() === script.jamo) {
      const vowel = this.#vowelMeantBy(start, end);
      if (vowel !== undefined) return this.#letter(vowel, start, end, script.jamo, 0);
    }
    this.#out.hasLatin = true;
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
    this.#out.hasLeet = true;
    const vowel = this.#vowelMeantBy(start, end);
    if (vowel !== undefined) return this.#letter(vowel, start, end, script.jamo, 0);
    const isMeant = by === trait.digit || this.#isLetterAt(end) || endsWords.has(symbol);
    if (isMeant && by === trait.sign) this.#out.hasLatin = true;
    if (this.#isLeet && isMeant) {
      return this.#letter(symbol, start, end, script.latin, by);
    }
    this.#keepApart(otherwise);
  }

  #isLetterAt(at: number): boolean {
    const codePoint = this.#text.codePointAt(at);
    if (codePoint === undefined) return false;
    const next = foldOf(codePoint) & kindMask;
    return next === kind.latin || next === kind.digit || next === kind.jamo || next === kind.syllable;
  }

  /** After a consonant by itself, what looks like a vowel is one. */
  #vowelMeantBy(start: number, end: number): number | undefined {
    if (this.#scriptBefore() !== script.jamo) return undefined;
    const last = this.#out.symbols[this.#out.length - 1] as number;
    return isConsonant(last) ? standInVowel(this.#text.slice(start, end)) : undefined;
  }

  #jamo(symbol: number, start: number, end: number): void {
    if (!isMood(symbol)) return this.#letter(symbol, start, end, script.jamo, 0);
    const out = this.#out;
    const isAfterSyllable = out.length > 0 && out.scriptAt(out.length - 1) === script.hangul;
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
    const out = this.#out;
    const entry = syllableAt(syllable);
    const vowelEnd = syllableLetters[entry] as number;
    const count = syllableLetters[entry + 1] as number;
    const letters = entry + lettersOffset;
    const isOneVowel = vowelEnd === 2 && syllableLetters[letters] === silent;
    let from = 0;
    if (isOneVowel && this.#isDrawnOut(syllableLetters[letters + 1] as number)) {
      // As in 씨이발: the vowel is there already.
      this.#repeat(end);
      if (count > vowelEnd) out.traits[out.length - 1] = (out.traits[out.length - 1] as number) & ~trait.ends;
      from = vowelEnd;
    }
    for (let n = from; n < count; n++) {
      const begins = n === 0 ? trait.begins : 0;
      const ends = n === count - 1 ? trait.ends : 0;
      this.#push(syllableLetters[letters + n] as number, start, end, hangul | begins | ends);
    }
  }

  #isDrawnOut(vowel: number): boolean {
    const last = this.#out.length - 1;
    if (this.#gap !== gap.none || last < 0 || !this.#canRepeat(last)) return false;
    return isDrawnOutBy(this.#out.symbols[last] as number, vowel);
  }

  /** Jamo that Unicode would compose are taken as the syllables that they show; gives where they end. */
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

/** Signs such as ! are letters only before others; these also end words, as in a$$. */
const endsWords = new Set(Array.from('as', (letter) => letter.charCodeAt(0)));
