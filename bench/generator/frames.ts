/** Opcodes of RFC 6455 section 5.2 that a client of ours meets. */
export const opcodes = { text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const;

const finalFrame = 0x80;
const maskedFrame = 0x80;
/** A mask of zeros is legal and leaves the payload as it is, so masking costs nothing. */
const zeroMask = '\0\0\0\0';

/** Longer payloads mean that the stream is out of step, not that a server says so much. */
const maxPayloadBytes = 64 * 1024 * 1024;

/**
 * A client's frame as a latin1 string, each character one byte. Written as such to a socket, Node hands it
 * to the kernel from its stack: no buffer is made for it, and none must be kept until it is sent.
 * `payload` is latin1 too, which JSON of ours is.
 */
export function clientFrame(opcode: number, payload: string): string {
  const length = payload.length;
  if (opcode === opcodes.text && length < 126) return (shortTextHeads[length] as string) + payload;
  return headOf(opcode, length) + payload;
}

function headOf(opcode: number, length: number): string {
  const first = String.fromCharCode(finalFrame | opcode);
  if (length < 126) return first + String.fromCharCode(maskedFrame | length) + zeroMask;
  if (length < 65_536) {
    return first + String.fromCharCode(maskedFrame | 126, length >>> 8, length & 0xff) + zeroMask;
  }
  throw new RangeError(`a client of ours sends no frame of ${length} bytes`);
}

const shortTextHeads = Array.from({ length: 126 }, (_, length) => headOf(opcodes.text, length));

/** Takes frames where they lie: the payload is `bytes` from `start` to before `end`, good during the call only. */
export interface FrameSink {
  frame(opcode: number, bytes: Uint8Array, start: number, end: number): void;
}

/** The server sent what no server may, or what this client did not offer to understand. */
export class FrameError extends Error {}

/**
 * Cuts a server's bytes into frames. Whole frames are handed on where they were read; only a frame that is
 * split over two reads is put together in memory of its own.
 */
export class FrameReader {
  #split = new Uint8Array(0);
  #splitBytes = 0;

  /** Reads the first `length` of `bytes`. Throws a FrameError when they are no frames of a server. */
  read(bytes: Uint8Array, length: number, sink: FrameSink): void {
    let at = this.#splitBytes > 0 ? this.#finishSplit(bytes, length, sink) : 0;
    while (at < length) {
      const total = frameBytes(bytes, at, length);
      if (total === 0 || at + total > length) {
        this.#keep(bytes, at, length);
        return;
      }
      emit(bytes, at, at + total, sink);
      at += total;
    }
  }

  #finishSplit(bytes: Uint8Array, length: number, sink: FrameSink): number {
    let at = 0;
    for (;;) {
      const total = frameBytes(this.#split, 0, this.#splitBytes);
      if (total !== 0 && this.#splitBytes === total) {
        this.#splitBytes = 0;
        emit(this.#split, 0, total, sink);
        return at;
      }
      if (at === length) return at;
      // While even the length of the frame is unknown, one byte more at a time.
      const missing = total === 0 ? 1 : total - this.#splitBytes;
      const taken = Math.min(missing, length - at);
      this.#keep(bytes, at, at + taken);
      at += taken;
    }
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    const needed = this.#splitBytes + to - from;
    if (needed > this.#split.length) {
      const larger = new Uint8Array(Math.max(needed, this.#split.length * 2, 1_024));
      larger.set(this.#split.subarray(0, this.#splitBytes));
      this.#split = larger;
    }
    this.#split.set(bytes.subarray(from, to), this.#splitBytes);
    this.#splitBytes = needed;
  }
}

/** Bytes of the whole frame that begins at `at`, or 0 while its header is not complete. */
function frameBytes(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < 2) return 0;
  const first = bytes[at] as number;
  const second = bytes[at + 1] as number;
  if ((first & 0xf0) !== finalFrame) throw new FrameError('a fragment, or an extension nobody asked for');
  if (second >= maskedFrame) throw new FrameError('a masked frame from a server');
  if (second < 126) return 2 + second;
  if (second === 126) {
    if (end - at < 4) return 0;
    return 4 + (((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number));
  }
  if (end - at < 10) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at + 2, 8);
  const length = view.getUint32(0) * 2 ** 32 + view.getUint32(4);
  if (length > maxPayloadBytes) throw new FrameError(`a frame of ${length} bytes`);
  return 10 + length;
}

function emit(bytes: Uint8Array, at: number, end: number, sink: FrameSink): void {
  const short = bytes[at + 1] as number;
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  sink.frame((bytes[at] as number) & 0x0f, bytes, at + head, end);
}
