/** How a unit is kept apart from the one before it. */
export const gap = {
  none: 0,
  /** By digits, or by laughter between two syllables. */
  noise: 1,
  /** By punctuation, signs or emoji. */
  mark: 2,
  space: 3,
} as const;

/** What a unit is, as bits; the script stands above `scriptShift`. */
export const trait = {
  /** It begins a character of the original: a word can begin here. */
  begins: 1,
  /** It ends one. */
  ends: 2,
  /** It was a digit or sign that was read as a letter. */
  digit: 4,
  sign: 8,
} as const;
export const scriptShift = 4;

/** Words end where the script changes: 'fuck이', 'ㅅㅂ진짜'. */
export const script = {
  latin: 1,
  hangul: 2,
  /** Letters of the Korean alphabet by themselves. */
  jamo: 3,
  /** Those of laughing and crying: ㅋㅋ, ㅠㅠ. */
  mood: 4,
  other: 5,
} as const;

/** A syllable is written with so many letters at most (뷁 with five as they are typed). */
const maxUnitsPerChar = 5;
/** No more room than this is kept from one text to the next. */
const keptUnits = 16_384;

/**
 * A text as the matcher reads it, in units; all arrays have an entry for each. One object takes one text after the other,
 * for to make new arrays takes longer than to fill them.
 */
export class Normalized {
  length = 0;
  /** One printable ASCII character each, see `symbols.ts`. */
  symbols = new Uint8Array(0);
  /** Where the characters that the unit came from begin and end in the original, in UTF-16 units. */
  starts = new Uint32Array(0);
  ends = new Uint32Array(0);
  /** How many times the letter was repeated. */
  runs = new Uint32Array(0);
  /** Of the first unit: what the text begins with. */
  gaps = new Uint8Array(0);
  traits = new Uint8Array(0);
  /** Whether it holds digits or signs that could be read as letters, and Latin letters or signs that are likely meant so. */
  hasLeet = false;
  hasLatin = false;

  /** Forgets the text, and makes room for one of so many UTF-16 units. */
  clear(textLength: number): void {
    this.length = 0;
    this.hasLeet = false;
    this.hasLatin = false;
    const units = textLength * maxUnitsPerChar;
    if (units <= this.symbols.length && this.symbols.length <= keptUnits) return;
    this.symbols = new Uint8Array(units);
    this.starts = new Uint32Array(units);
    this.ends = new Uint32Array(units);
    this.runs = new Uint32Array(units);
    this.gaps = new Uint8Array(units);
    this.traits = new Uint8Array(units);
  }

  /** The units of a stretch as a string, which has a character for each. */
  key(from: number, to: number): string {
    let key = '';
    for (let at = from; at < to; at += keyChunk) {
      const chunk = this.symbols.subarray(at, Math.min(to, at + keyChunk));
      // What it takes for an array, a spread would go through an iterator.
      key += String.fromCharCode.apply(null, chunk as unknown as number[]);
    }
    return key;
  }

  scriptAt(n: number): number {
    return (this.traits[n] as number) >> scriptShift;
  }

  beginsAt(n: number): boolean {
    return ((this.traits[n] as number) & trait.begins) !== 0;
  }

  endsAt(n: number): boolean {
    return ((this.traits[n] as number) & trait.ends) !== 0;
  }

  /** Whether a word may begin at the unit, and the one before it end: a gap, another script, or an end of the text. */
  isEdge(n: number): boolean {
    if (n === 0 || n === this.length || this.gaps[n] !== gap.none) return true;
    return this.scriptAt(n - 1) !== this.scriptAt(n);
  }
}

/** A function takes only so many arguments. */
const keyChunk = 4_096;
