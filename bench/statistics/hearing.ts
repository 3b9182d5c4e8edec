/** What one listener has heard of a room: whether each event came once, and in the room's order. */
export class Hearing {
  #lastSeq = 0;
  #doubled = 0;
  #misordered = 0;
  /** Those that others came before. */
  readonly #missing = new Set<number>();

  /** The room stood at `seq` when it was entered: the next event is the one after it. */
  start(seq: number): void {
    this.#lastSeq = seq;
  }

  /** The event at `seq` came. */
  event(seq: number): void {
    if (seq > this.#lastSeq) {
      for (let missing = this.#lastSeq + 1; missing < seq; missing++) this.#missing.add(missing);
      this.#lastSeq = seq;
    } else if (this.#missing.delete(seq)) this.#misordered++;
    else this.#doubled++;
  }

  /** The same for `count` events that follow each other, which is what most frames are; false if they don't follow on. */
  run(first: number, count: number): boolean {
    if (first !== this.#lastSeq + 1) return false;
    this.#lastSeq += count;
    return true;
  }

  /** Events that came again. */
  get doubled(): number {
    return this.#doubled;
  }

  /** Events that came after later ones. */
  get misordered(): number {
    return this.#misordered;
  }

  /** Events that never came, if the room now stands at `seq`. */
  lost(seq: number): number {
    return this.#missing.size + Math.max(0, seq - this.#lastSeq);
  }
}
