import { codeOf, counterOf, speakerOf, strangeCode } from './message-text.ts';

const firstCapacity = 1 << 12;
/** Of which nobody has heard what stands there. */
const unknown = -3;

/** What is wrong with a room's own order, whoever hears it. */
export interface OrderFaults {
  /** Confirmed messages that do not stand where their speaker was told. */
  readonly lost: number;
  /** Messages that stand in it more than once. */
  readonly doubled: number;
  /** Messages that stand before earlier ones of the same speaker, or that not everybody heard at the same place. */
  readonly misordered: number;
  /** Messages that are none of ours, or were changed on their way. */
  readonly strange: number;
}

/** The order of a room's messages as those who listen hear it. */
export class RoomOrder {
  readonly #firstSeq: number;
  /** The message at each place from the first on. */
  #codes = new Float64Array(firstCapacity).fill(unknown);
  #lastSeq: number;
  #disputed = 0;
  #strange = 0;

  /** `seq` is where the room stood before. */
  constructor(seq: number) {
    this.#firstSeq = seq + 1;
    this.#lastSeq = seq;
  }

  /** Somebody heard that `code` stands at `seq`. */
  heard(seq: number, code: number): void {
    const n = seq - this.#firstSeq;
    if (n < 0) return;
    if (n >= this.#codes.length) this.#grow(n);
    const known = this.#codes[n];
    if (known === code) return;
    if (known !== unknown) {
      this.#disputed++;
      return;
    }
    if (code === strangeCode) this.#strange++;
    this.#codes[n] = code;
    this.#lastSeq = Math.max(this.#lastSeq, seq);
  }

  /** Last place that anybody has heard of. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Looks at all of it. `places` gives, for each speaker from the first on, where each confirmed message stands by its answer (0: not confirmed). */
  faults(firstSpeaker: number, places: ReadonlyArray<readonly number[]>): OrderFaults {
    const last = new Map<number, number>();
    const seen = new Set<number>();
    let doubled = 0;
    let misordered = this.#disputed;
    for (let n = 0; n <= this.#lastSeq - this.#firstSeq; n++) {
      const code = this.#codes[n] as number;
      if (code < 0) continue;
      const speaker = speakerOf(code);
      const counter = counterOf(code);
      if (seen.has(code)) doubled++;
      else if (counter < (last.get(speaker) ?? -1)) misordered++;
      seen.add(code);
      last.set(speaker, Math.max(counter, last.get(speaker) ?? -1));
    }
    return { lost: this.#unplaced(firstSpeaker, places), doubled, misordered, strange: this.#strange };
  }

  #unplaced(firstSpeaker: number, places: ReadonlyArray<readonly number[]>): number {
    let lost = 0;
    for (const [n, seqs] of places.entries()) {
      for (const [counter, seq] of seqs.entries()) {
        if (seq > 0 && this.#codes[seq - this.#firstSeq] !== codeOf(firstSpeaker + n, counter)) lost++;
      }
    }
    return lost;
  }

  #grow(n: number): void {
    const larger = new Float64Array(Math.max(n + 1, 2 * this.#codes.length)).fill(unknown);
    larger.set(this.#codes);
    this.#codes = larger;
  }
}
