import { type Told, toldIn } from './message-text.ts';

/** Frames that are remembered: as many as may be on their way to one listener while another has them. */
const remembered = 32;

/** The messages of a frame. */
export interface SaidFrame extends Told {
  /** When each of them should have been sent. */
  readonly dueMs: readonly number[];
  /** Whether the places follow each other without a gap. */
  readonly isRun: boolean;
}

/**
 * Reads frames of messages. Everybody in a room is sent the same bytes, so those that were read before are compared
 * and not read again: the load generator is to leave the machine to the server.
 */
export class SaidFrames {
  readonly #bytes: Buffer[] = [];
  readonly #frames: SaidFrame[] = [];
  readonly #first: (told: Told) => readonly number[];
  #next = 0;

  /** `first` is told of each frame once, and gives when each of its messages should have been sent. */
  constructor(first: (told: Told) => readonly number[]) {
    this.#first = first;
  }

  /** The messages between `start` and `end`. */
  read(bytes: Uint8Array, start: number, end: number): SaidFrame {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
    for (let n = 1; n <= this.#bytes.length; n++) {
      const at = (this.#next - n + remembered) % remembered;
      if ((this.#bytes[at] as Buffer | undefined)?.equals(text)) return this.#frames[at] as SaidFrame;
    }
    const told = toldIn(bytes, start, end);
    const isRun = told.seqs.every((seq, n) => n === 0 || seq === (told.seqs[n - 1] as number) + 1);
    const frame = { ...told, dueMs: this.#first(told), isRun };
    this.#bytes[this.#next] = Buffer.from(text);
    this.#frames[this.#next] = frame;
    this.#next = (this.#next + 1) % remembered;
    return frame;
  }
}
