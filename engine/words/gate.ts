import { type Normalized, trait } from './normalized.ts';
import type { Pattern } from './patterns.ts';

/** Patterns are told apart by their first symbols, at most so many. */
const maxPrefix = 8;
/** Entries for each pattern, so that nearly all of what no pattern begins with finds an empty one. */
const entriesPerPattern = 8;
const leastEntries = 256;
const symbols = 128;

/** An entry: how long its patterns are at most, in steps, and what tells its beginning from others. */
const lengthStep = 4;
const stepBits = 6;
const maxSteps = 2 ** stepBits - 1;
const tagMask = 0x3ff;
/** Of an entry that several beginnings share. */
const anyTag = tagMask;

/** A stretch of units, the end not part of it. */
export interface Span {
  from: number;
  to: number;
}

/**
 * Says where in a text patterns may begin, so that the automaton goes through those stretches only: it takes ten times
 * as long for each unit, and most messages have no blocked word. It errs to the safe side.
 */
export class Gate {
  readonly #anywhere: Beginnings;
  readonly #atEdges: Beginnings;

  constructor(patterns: readonly Pattern[]) {
    this.#anywhere = new Beginnings(patterns.filter(({ isAnywhere }) => isAnywhere));
    this.#atEdges = new Beginnings(patterns.filter(({ isAnywhere }) => !isAnywhere));
  }

  /** Finds the next stretch that may have patterns in it, from a unit on; false when there is none. */
  next(text: Normalized, from: number, span: Span): boolean {
    const anywhere = this.#anywhere;
    const atEdges = this.#atEdges;
    const { symbols: units, traits, length } = text;
    for (let at = from; at < length; at++) {
      if (((traits[at] as number) & trait.begins) === 0) continue;
      // After the last unit stands what an earlier text left: it may err to the safe side.
      const pair = (units[at] as number) * symbols + (units[at + 1] ?? 0);
      let steps = anywhere.pairs[pair] === 1 ? anywhere.stepsAt(text, at) : 0;
      if (atEdges.pairs[pair] === 1 && text.isEdge(at)) steps = Math.max(steps, atEdges.stepsAt(text, at));
      if (steps === 0) continue;
      span.from = at;
      span.to = steps === maxSteps ? text.length : Math.min(text.length, at + steps * lengthStep);
      return true;
    }
    return false;
  }
}

/** A hash table of how patterns begin. */
class Beginnings {
  readonly #entries: Uint16Array;
  readonly #shift: number;
  /** By the first two symbols, which is soon asked: 1 where a pattern begins with them. */
  readonly pairs = new Uint8Array(symbols * symbols);
  /** A bit for each length of beginnings that there are. */
  #lengths = 0;

  constructor(patterns: readonly Pattern[]) {
    const bits = Math.ceil(Math.log2(Math.max(leastEntries, patterns.length * entriesPerPattern)));
    this.#entries = new Uint16Array(2 ** bits);
    this.#shift = 32 - bits;
    for (const { key } of patterns) this.#add(key);
  }

  #add(key: string): void {
    const first = key.charCodeAt(0) * symbols;
    if (key.length === 1) this.pairs.fill(1, first, first + symbols);
    else this.pairs[first + key.charCodeAt(1)] = 1;

    const length = Math.min(maxPrefix, key.length);
    this.#lengths |= 1 << length;
    let hash = seed;
    for (let n = 0; n < length; n++) hash = mix(hash, key.charCodeAt(n));
    const slot = slotOf(hash, this.#shift);
    const known = this.#entries[slot] as number;
    const isShared = known !== 0 && known >> stepBits !== tagOf(hash);
    const steps = Math.max(known & maxSteps, Math.min(maxSteps, Math.ceil(key.length / lengthStep)));
    this.#entries[slot] = steps | ((isShared ? anyTag : tagOf(hash)) << stepBits);
  }

  /** How long patterns are at most that may begin at a unit, in steps; 0 when none does. */
  stepsAt(text: Normalized, at: number): number {
    const { symbols: units, traits } = text;
    const entries = this.#entries;
    const lengths = this.#lengths;
    const shift = this.#shift;
    const longest = Math.min(maxPrefix, text.length - at);
    let hash = seed;
    let steps = 0;
    for (let length = 1; length <= longest; length++) {
      const last = at + length - 1;
      hash = mix(hash, units[last] as number);
      if ((lengths & (1 << length)) === 0) continue;
      // A shorter one is all of its pattern, which ends where a character does.
      if (length < maxPrefix && ((traits[last] as number) & trait.ends) === 0) continue;
      const entry = entries[slotOf(hash, shift)] as number;
      if (entry === 0) continue;
      const tag = entry >> stepBits;
      if (tag === anyTag || tag === tagOf(hash)) steps = Math.max(steps, entry & maxSteps);
    }
    return steps;
  }
}

const seed = 0x2f;
const mix = (hash: number, symbol: number): number => (Math.imul(hash, 0x01000193) + symbol + 1) | 0;
const slotOf = (hash: number, shift: number): number => Math.imul(hash, 0x9e3779b1) >>> shift;
/** From other bits than the slot. */
const tagOf = (hash: number): number => (Math.imul(hash, 0x85ebca6b) >>> 8) % anyTag;
