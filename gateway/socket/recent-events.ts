import { newsSeparator } from '../../actors/lane/messages.ts';

/** Pieces of text one behind the other, each with a separator after it. */
interface Page {
  readonly bytes: Buffer;
  /** Position of the last event of each piece, and where its bytes end. */
  readonly lasts: number[];
  readonly ends: number[];
}

const leastPageBytes = 1_024;
const mostPageBytes = 64 * 1_024;
/** What a character takes at most in UTF-8, of those that JavaScript counts. */
const mostBytesOfCharacter = 3;

/**
 * The latest public events of an actor, without a gap between them, for those who come back. They are kept as bytes
 * outside of the heap: as strings, thousands a second that live for half a minute, each garbage collection would copy
 * them, and bids would wait for it.
 */
export class RecentEvents {
  readonly #mostEvents: number;
  #pages: Page[] = [];
  /** Pieces of the oldest page that are forgotten already. */
  #forgotten = 0;
  /** Memory of a page that was forgotten, to be used again. */
  #spare: Buffer | null = null;
  /** Position of the last event that is forgotten, and of the last one that is kept. */
  #before = -1;
  #last = -1;

  /** `mostEvents`: older ones are forgotten, a whole piece at a time. */
  constructor(mostEvents: number) {
    this.#mostEvents = mostEvents;
  }

  /** Keeps the texts of the events from `first` to `last`, which follow those that are kept already. */
  add(first: number, last: number, text: string): void {
    if (this.#pages.length === 0) this.#before = first - 1;
    const { bytes, lasts, ends } = this.#pageFor((text.length + newsSeparator.length) * mostBytesOfCharacter);
    const start = ends.at(-1) ?? 0;
    const end = start + bytes.write(text, start);
    ends.push(end + bytes.write(newsSeparator, end));
    lasts.push(last);
    this.#last = last;
    while (last - this.#before > this.#mostEvents && (this.#oldest.lasts[this.#forgotten] as number) < last) {
      this.#forgetOne();
    }
  }

  clear(): void {
    this.#pages = [];
    this.#forgotten = 0;
    this.#last = -1;
  }

  /** The texts of the events after this position, null unless all of them are kept. */
  after(seq: number): string | null {
    if (this.#pages.length === 0 || seq < this.#before || seq >= this.#last) return null;
    const texts: string[] = [];
    let before = this.#before;
    for (const [at, { bytes, lasts, ends }] of this.#pages.entries()) {
      let n = at === 0 ? this.#forgotten : 0;
      for (; n < lasts.length && (lasts[n] as number) <= seq; n++) before = lasts[n] as number;
      if (n === lasts.length) continue;
      const end = (ends.at(-1) as number) - newsSeparator.length;
      const text = bytes.toString('utf8', ends[n - 1] ?? 0, end);
      const known = Math.max(0, seq - before);
      texts.push(known === 0 ? text : text.split(newsSeparator).slice(known).join(newsSeparator));
      before = lasts.at(-1) as number;
    }
    return texts.join(newsSeparator);
  }

  get #oldest(): Page {
    return this.#pages[0] as Page;
  }

  #pageFor(mostBytes: number): Page {
    const newest = this.#pages.at(-1);
    if (newest !== undefined && (newest.ends.at(-1) as number) + mostBytes <= newest.bytes.length)
      return newest;
    const wanted = newest === undefined ? leastPageBytes : Math.min(mostPageBytes, 2 * newest.bytes.length);
    const page = { bytes: this.#memory(Math.max(wanted, mostBytes)), lasts: [], ends: [] };
    this.#pages.push(page);
    return page;
  }

  #memory(bytes: number): Buffer {
    const spare = this.#spare;
    this.#spare = null;
    return spare !== null && spare.length >= bytes ? spare : Buffer.allocUnsafeSlow(bytes);
  }

  #forgetOne(): void {
    const { lasts, bytes } = this.#oldest;
    this.#before = lasts[this.#forgotten++] as number;
    if (this.#forgotten < lasts.length) return;
    this.#pages.shift();
    this.#forgotten = 0;
    if (bytes.length <= mostPageBytes) this.#spare = bytes;
  }
}
