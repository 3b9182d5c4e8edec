/** Opcodes of RFC 6455, section 5.2. */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** How a client's frame may differ from a good one. */
export interface FrameShape {
  readonly opcode?: number;
  readonly isFinal?: boolean;
  /** The three bits that only an extension may set: 4 is that of compression. */
  readonly reserved?: number;
  readonly isMasked?: boolean;
  readonly mask?: number;
  /** The length that the head claims. */
  readonly claimed?: bigint;
  /** Bytes that the length is written in, whether or not it needs them. */
  readonly lengthBytes?: 0 | 2 | 8;
}

/** A client's frame as latin1; without a shape a good one of text. Its mask is zero, so that it can be read. */
export function clientFrame(payload: string, shape: FrameShape = {}): string {
  const { opcode = opcodes.text, isFinal = true, reserved = 0, isMasked = true, mask = 0 } = shape;
  const length = shape.claimed ?? BigInt(payload.length);
  const lengthBytes = shape.lengthBytes ?? (length < 126n ? 0 : length < 65_536n ? 2 : 8);
  const head = Buffer.alloc(2 + lengthBytes + (isMasked ? 4 : 0));
  head[0] = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode;
  head[1] =
    (isMasked ? 0x80 : 0) | (lengthBytes === 0 ? Number(length & 0x7fn) : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) head.writeUInt16BE(Number(length & 0xffffn), 2);
  if (lengthBytes === 8) head.writeBigUInt64BE(BigInt.asUintN(64, length), 2);
  if (isMasked) head.writeUInt32BE(mask, 2 + lengthBytes);
  const masked = mask === 0 ? payload : maskedWith(payload, mask);
  return head.toString('latin1') + (isMasked ? masked : payload);
}

function maskedWith(payload: string, mask: number): string {
  const bytes = Buffer.from(payload, 'latin1');
  for (let n = 0; n < bytes.length; n++)
    bytes[n] = (bytes[n] as number) ^ ((mask >>> (24 - (n % 4) * 8)) & 0xff);
  return bytes.toString('latin1');
}

export interface ServerFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** Takes whole frames of a server off the front of `bytes`; throws at what no server may send. */
export function takeServerFrames(bytes: Buffer): { frames: ServerFrame[]; rest: Buffer } {
  const frames: ServerFrame[] = [];
  let at = 0;
  for (;;) {
    if (bytes.length < at + 2) break;
    const [first, second] = [bytes[at] as number, bytes[at + 1] as number];
    if ((first & 0x70) !== 0) throw new Error('the server set reserved bits');
    if ((first & 0x80) === 0) throw new Error('the server sent a frame in pieces');
    if ((second & 0x80) !== 0) throw new Error('the server masked a frame');
    const lengthBytes = second === 126 ? 2 : second === 127 ? 8 : 0;
    const start = at + 2 + lengthBytes;
    if (bytes.length < start) break;
    const length =
      lengthBytes === 0
        ? second
        : lengthBytes === 2
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    if (bytes.length < start + length) break;
    frames.push({ opcode: first & 0x0f, payload: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return { frames, rest: bytes.subarray(at) };
}
