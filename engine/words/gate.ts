import type { Normalized } from './normalized.ts';
import type { Pattern } from './patterns.ts';

/** Patterns are told apart by their first symbols, at most so many. */
const maxPrefix = 6;
/** Entries for each pattern, so that nearly all of what no pattern begins with finds an empty one. */
const entriesPerPattern = 16;
const leastEntries = 1_024;

/** An entry: how long its patterns are at most, in steps; whether one is looked for anywhere; what tells it apart. */
const lengthStep = 4;
const maxSteps = 63;
const anywhereBit = 1 << 6;
const tagShift = 7;
const anyTag = 0x1ff;

/**
 * Says where in a text patterns may begin, so that the automaton goes through those stretches only: it takes ten times
 * as long for each unit, and most messages have no blocked word. A hash table of beginnings; it errs to the safe side.
 */
export class Gate {
  readonly #entries: Uint16Array;
  readonly #shift: number;
  /** A bit for each length of beginnings that there are. */
  #lengths = 0;

  constructor(patterns: readonly Pattern[]) {
    const bits = Math.ceil(Math.log2(Math.max(leastEntries, patterns.length * entriesPerPattern)));
    this.#entries = new Uint16Array(2 ** bits);
    this.#shift = 32 - bits;
    for (const pattern of patterns) this.#add(pattern);
  }

  #add({ key, isAnywhere }: Pattern): void {
    const length = Math.min(maxPrefix, key.length);
    let hash = seed;
    for (let n = 0; n < length; n++) hash = mix(hash, key.charCodeAt(n));
    this.#lengths |= 1 << length;
    const at = this.#slotOf(hash);
    const known = this.#entries[at] as number;
    const tag = tagOf(hash);
    const isShared = known !== 0 && known >> tagShift !== tag;
    const steps = Math.min(maxSteps, Math.ceil(key.length / lengthStep));
    this.#entries[at] =
      Math.max(steps, known & maxSteps) |
      (known & anywhereBit) |
      (isAnywhere ? anywhereBit : 0) |
      ((isShared ? anyTag : tag) << tagShift);
  }

  #slotOf(hash: number): number {
    return Math.imul(hash, 0x9e3779b1) >>> this.#shift;
  }

  /** Where the next stretch with a pattern in it may begin and end, from `from` on; false when there is none. */
  next(text: Normalized, from: number, stretch: { from: number; to: number }): boolean {
    for (let at = from; at < text.length; at++) {
      const steps = text.begins(at) ? this.#stepsAt(text, at) : 0;
      if (steps === 0) continue;
      stretch.from = at;
      stretch.to = steps === maxSteps ? text.length : Math.min(text.length, at + steps * lengthStep);
      return true;
    }
    return false;
  }

  /** How long patterns are at most that may begin at a unit, in steps; 0 when none does. */
  #stepsAt(text: Normalized, at: number): number {
    const isEdge = text.isEdge(at);
    const longest = Math.min(maxPrefix, text.length - at);
    let hash = seed;
    let steps = 0;
    for (let length = 1; length <= longest; length++) {
      hash = mix(hash, text.symbols[at + length - 1] as number);
      if ((this.#lengths & (1 << length)) === 0) continue;
      const entry = this.#entries[this.#slotOf(hash)] as number;
      if (entry === 0 || !(isEdge || (entry & anywhereBit) !== 0)) continue;
      const tag = entry >> tagShift;
      if (tag === anyTag || tag === tagOf(hash)) steps = Math.max(steps, entry & maxSteps);
    }
    return steps;
  }
}

const seed = 0x2f;
const mix = (hash: number, symbol: number): number => (Math.imul(hash, 0x01000193) + symbol + 1) | 0;
/** From other bits than the slot. */
const tagOf = (hash: number): number => ((hash ^ (hash >>> 9) ^ (hash >>> 18)) & 0x1ff) % anyTag;
