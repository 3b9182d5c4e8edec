/**
 * Text to look for in bytes (Boyer-Moore-Horspool): most bytes are skipped, and no call leaves JavaScript,
 * which for the few hundred bytes of a frame would cost more than the search.
 */
export class BytePattern {
  readonly #bytes: Uint8Array;
  readonly #skips: Uint8Array;

  constructor(text: string) {
    this.#bytes = Buffer.from(text, 'latin1');
    const last = this.#bytes.length - 1;
    this.#skips = new Uint8Array(256).fill(this.#bytes.length);
    for (let n = 0; n < last; n++) this.#skips[this.#bytes[n] as number] = last - n;
  }

  /** Where the text's first occurrence between `from` and `to` ends, or -1. */
  endIn(bytes: Uint8Array, from: number, to: number): number {
    const pattern = this.#bytes;
    const skips = this.#skips;
    const last = pattern.length - 1;
    const lastByte = pattern[last] as number;
    for (let at = from + last; at < to; ) {
      const byte = bytes[at] as number;
      if (byte === lastByte && this.isAt(bytes, at - last, to)) return at + 1;
      at += skips[byte] as number;
    }
    return -1;
  }

  /** Whether the text stands at `at`, before `to`. */
  isAt(bytes: Uint8Array, at: number, to: number): boolean {
    const pattern = this.#bytes;
    if (at + pattern.length > to) return false;
    for (let n = 0; n < pattern.length; n++) if (bytes[at + n] !== pattern[n]) return false;
    return true;
  }

  /** Length of the text in bytes. */
  get length(): number {
    return this.#bytes.length;
  }
}

/** The unsigned integer whose digits begin at `at`; 0 when there are none. */
export function unsignedAt(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let n = at; ; n++) {
    const digit = (bytes[n] as number) - 48;
    if (!(digit >= 0 && digit <= 9)) return value;
    value = value * 10 + digit;
  }
}
