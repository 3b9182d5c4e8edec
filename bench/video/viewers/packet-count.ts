/** Of an RTP sequence number, and as many of a number in bit operations above it. */
const sequenceBits = 16;

/** One stream's packets by their sequence numbers (RFC 3550 section 5.1): what came, and what is missing. */
export class PacketCount {
  received = 0;
  #first = 0;
  #highest = 0;

  /** A packet arrived. */
  add(sequence: number): void {
    if (this.received === 0) {
      this.#first = sequence;
      this.#highest = sequence;
    } else {
      // The nearest number with these digits, be it of this round, of the next, or of a packet that was overtaken.
      const ahead = ((sequence - this.#highest) << sequenceBits) >> sequenceBits;
      if (ahead > 0) this.#highest += ahead;
    }
    this.received++;
  }

  /** Packets between the first and the highest that have not come. */
  get lost(): number {
    return this.received === 0 ? 0 : Math.max(0, this.#highest - this.#first + 1 - this.received);
  }
}
