import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { clientFrame, FrameError, FrameReader, opcodes } from './frames.ts';

interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** What a server would send: the plain layout of RFC 6455, written down without cleverness. */
function serverFrame({ opcode, payload }: Frame): Buffer {
  const head = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  if (payload.length < 126) head[1] = payload.length;
  else if (payload.length < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(payload.length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([head, payload]);
}

function read(chunks: readonly Buffer[]): Frame[] {
  const reader = new FrameReader();
  const frames: Frame[] = [];
  for (const chunk of chunks) {
    reader.read(chunk, chunk.length, {
      frame: (opcode, bytes, start, end) =>
        frames.push({ opcode, payload: Buffer.from(bytes.slice(start, end)) }),
    });
    // The read buffer is used again for the next read, so nothing may look at it later.
    chunk.fill(0xff);
  }
  return frames;
}

const payloads = fc.oneof(
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 2, arbitrary: fc.uint8Array({ minLength: 120, maxLength: 700 }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 65_500, max: 70_000 }).map((length) => new Uint8Array(length).fill(length)),
  },
);
const frames = fc.array(
  fc
    .tuple(fc.constantFrom(...Object.values(opcodes)), payloads)
    .map(([opcode, bytes]) => ({ opcode, payload: Buffer.from(bytes) })),
  { maxLength: 12 },
);

describe('frame reader', () => {
  it('gives every frame of a stream, however the stream is split', () => {
    const cuts = fc.array(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 80_000 })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(frames, cuts, (sent, sizes) => {
        const stream = Buffer.concat(sent.map(serverFrame));
        const chunks: Buffer[] = [];
        let at = 0;
        for (let n = 0; at < stream.length; n++) {
          const size = n < sizes.length ? (sizes[n] as number) : stream.length;
          chunks.push(Buffer.from(stream.subarray(at, at + size)));
          at += size;
        }
        assert.deepEqual(read(chunks), sent);
      }),
    );
  });

  it('gives every frame of a stream that comes byte by byte', () => {
    const sent = [0, 1, 125, 126, 300, 65_535, 65_536].map((length) => ({
      opcode: opcodes.text,
      payload: Buffer.alloc(length, 'x'),
    }));
    const stream = Buffer.concat(sent.map(serverFrame));
    assert.deepEqual(read(Array.from(stream, (byte) => Buffer.from([byte]))), sent);
  });

  for (const [what, bytes] of [
    ['a masked frame', [0x81, 0x80, 0, 0, 0, 0]],
    ['a fragment', [0x01, 0x00]],
    ['a compressed frame', [0xc1, 0x00]],
    ['an absurd length', [0x81, 127, 0, 1, 0, 0, 0, 0, 0, 0]],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => read([Buffer.from(bytes)]), FrameError);
    });
  }
});

describe('client frame', () => {
  it('is a final, masked frame that a server reads as the payload', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme-ascii', maxLength: 300 }),
      fc.integer({ min: 0, max: 65_535 }).map((length) => 'x'.repeat(length)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(opcodes)), texts, (opcode, payload) => {
        const bytes = Buffer.from(clientFrame(opcode, payload), 'latin1');
        assert.equal(bytes[0], 0x80 | opcode);
        const short = (bytes[1] as number) & 0x7f;
        assert.ok((bytes[1] as number) & 0x80, 'masked');
        const length = short === 126 ? bytes.readUInt16BE(2) : short;
        assert.equal(length, payload.length);
        const mask = short === 126 ? 4 : 2;
        assert.equal(bytes.readUInt32BE(mask), 0);
        assert.equal(bytes.subarray(mask + 4).toString('latin1'), payload);
      }),
    );
  });

  it('refuses what no message of ours is as long as', () => {
    assert.throws(() => clientFrame(opcodes.text, 'x'.repeat(65_536)), RangeError);
  });
});
