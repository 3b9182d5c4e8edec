const sequences = 2 ** 16;

/** Counts the packets of one RTP stream, and those that are missing between the first and the newest (RFC 3550, A.1). */
export class StreamGaps {
  #first = -1;
  /** The newest sequence number, counted on over the rounds of its 16 bits. */
  #newest = -1;
  #received = 0;

  packet(sequence: number): void {
    this.#received++;
    if (this.#first < 0) {
      this.#first = sequence;
      this.#newest = sequence;
      return;
    }
    const step = (sequence - this.#newest) & (sequences - 1);
    // More than half a round ahead is a late one from behind.
    if (step < sequences / 2) this.#newest += step;
  }

  get received(): number {
    return this.#received;
  }

  get lost(): number {
    return this.#first < 0 ? 0 : Math.max(0, this.#newest - this.#first + 1 - this.#received);
  }
}
