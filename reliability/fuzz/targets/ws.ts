import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { limits } from '../../../schema/limits.ts';
import { clientMessageSchema } from '../../../schema/wire/client.ts';
import type { Random } from '../../../testing/random.ts';
import { type FuzzCase, type Piece, roles } from '../fuzz-case.ts';
import { anyMessage, soundMessage } from '../generate/json-message.ts';
import { alternativesOf, type JsonSchema, variantName } from '../generate/json-schema.ts';
import { mutateBytes } from '../generate/mutate-bytes.ts';
import { standInLots } from '../stand-ins.ts';
import { clientFrame, type FrameShape, opcodes } from './ws-frames.ts';

const schema = z.toJSONSchema(clientMessageSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
const variants = new Map(alternativesOf(schema).map((variant) => [variantName(variant, 'type'), variant]));

/** Every type of message that a client may send. */
export const messageTypes: readonly string[] = [...variants.keys()];

const lots = Object.values(standInLots);
const biddable = [standInLots.live, standInLots.rush];
const mostMessages = 6;

/** A case of messages around one type, or of frames that are broken below the messages. */
export function wsCase(random: Random): FuzzCase {
  // Most of what is really sent are bids, and most of what they reach lies behind the socket.
  const type = random.chance(0.25) ? 'bid' : random.pick(messageTypes);
  const role = random.chance(0.4) ? (type.startsWith('media') ? 'seller' : 'bidder') : random.pick(roles);
  const lot = random.chance(0.85) ? random.pick(random.chance(0.5) ? biddable : lots) : undefined;
  const fixed = lot === undefined ? {} : { lot };
  const pieces = beginning(random, type, fixed);
  for (let count = random.whole(1, mostMessages); count > 0; count--) {
    const wanted = random.chance(0.8) ? type : random.pick(messageTypes);
    pieces.push({ text: anyMessage(random, variants.get(wanted) ?? {}, fixed) });
  }
  if (random.chance(0.2)) return brokenFrames(random, { type, role, pieces });
  // Bytes that are no UTF-8 break the connection and not only the message.
  const isSound = pieces.every((piece) => 'text' in piece && isUtf8(Buffer.from(piece.text, 'latin1')));
  return { target: 'ws', about: type, role, isSound, pieces };
}

/** Sound messages that bring the socket to where most types have something to do. */
function beginning(random: Random, type: string, fixed: Readonly<Record<string, unknown>>): Piece[] {
  const of = (name: string): Piece => ({ text: soundMessage(random, variants.get(name) ?? {}, fixed) });
  if (random.chance(0.3)) return [];
  const first: Piece[] = [of('subscribe')];
  // Nobody is let into a room whose lot is not shown yet, and nobody speaks outside.
  if (type.startsWith('chat') && type !== 'chatEnter' && 'lot' in fixed) {
    first[0] = { ...of('subscribe'), awaits: 'snapshot' };
    first.push({ ...of('chatEnter'), awaits: 'chatRoom' });
  }
  if (type.startsWith('media')) first.push(of(random.pick(['mediaWatch', 'mediaPublish'])));
  if (type.startsWith('media') && random.chance(0.5)) first.push(of('mediaConnect'));
  if (random.chance(0.5)) first.push(of(type));
  if (random.chance(0.2)) first.push(of(random.pick(messageTypes)));
  return first;
}

const tricks: Readonly<Record<string, (random: Random, payload: string) => string>> = {
  unmasked: (_, payload) => clientFrame(payload, { isMasked: false }),
  mask: (random, payload) => clientFrame(payload, { mask: random.whole(0, 0xffff_ffff) }),
  opcode: (random, payload) =>
    clientFrame(payload, { opcode: random.pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) }),
  reserved: (random, payload) => clientFrame(payload, { reserved: random.whole(1, 7) }),
  compressed: (random, payload) => clientFrame(payload, { reserved: 4, mask: random.whole(0, 0xffff_ffff) }),
  binary: (_, payload) => clientFrame(payload, { opcode: opcodes.binary }),
  length: (random, payload) =>
    clientFrame(payload, {
      claimed: random.pick([
        0n,
        1n,
        125n,
        126n,
        65_535n,
        65_536n,
        2n ** 31n,
        2n ** 32n,
        2n ** 63n - 1n,
        2n ** 64n - 1n,
      ]),
      lengthBytes: random.pick([0, 2, 8] as const),
    }),
  overlongLength: (random, payload) => clientFrame(payload, { lengthBytes: random.pick([2, 8] as const) }),
  fragments: (random, payload) => inFragments(random, payload, true),
  unendedFragments: (random, payload) => inFragments(random, payload, false),
  fragmentsWithin: (_, payload) =>
    clientFrame(payload.slice(0, 5), { isFinal: false }) +
    clientFrame(payload) +
    clientFrame(payload.slice(5), { opcode: 0 }),
  continuationFirst: (_, payload) => clientFrame(payload, { opcode: opcodes.continuation }),
  controlFragment: (random, payload) =>
    clientFrame(payload, { opcode: random.pick([8, 9, 10]), isFinal: false }),
  longControl: (random) =>
    clientFrame('x'.repeat(random.whole(126, 2_000)), { opcode: random.pick([8, 9, 10]) }),
  pings: (random) => clientFrame('p', { opcode: random.pick([9, 10]) }).repeat(random.whole(1, 2_000)),
  emptyFrames: (random) => clientFrame('').repeat(random.whole(1, 400)),
  close: (random, payload) =>
    clientFrame(
      random.pick([
        '',
        '\x03',
        '\x03\xe8',
        '\x03\xe8bye',
        '\x00\x00',
        '\xff\xff',
        '\x03\xed',
        '\x03\xe8\xff\xfe',
        '\x0f\xa0',
      ]),
      { opcode: opcodes.close },
    ) + clientFrame(payload),
  large: (random) =>
    clientFrame(
      'a'.repeat(
        random.pick([
          limits.maxFrameBytes,
          limits.maxFrameBytes + 1,
          limits.maxReceivedFrameBytes,
          limits.maxReceivedFrameBytes + 1,
        ]),
      ),
    ),
  cutOff: (random, payload) => {
    const frame = clientFrame(payload);
    return frame.slice(0, random.whole(1, frame.length));
  },
  junk: (random, payload) => mutateBytes(random, clientFrame(payload)),
  http: () => 'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
  noise: (random) =>
    Array.from({ length: random.whole(1, 300) }, () => String.fromCharCode(random.whole(0, 255))).join(''),
};

function inFragments(random: Random, payload: string, isEnded: boolean): string {
  const size = random.whole(1, 20);
  const parts = payload.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [''];
  return parts
    .slice(0, 400)
    .map((part, n) => {
      const shape: FrameShape = {
        opcode: n === 0 ? opcodes.text : opcodes.continuation,
        isFinal: isEnded && n === parts.length - 1,
      };
      const ping = random.chance(0.1) ? clientFrame('between', { opcode: opcodes.ping }) : '';
      return ping + clientFrame(part, shape);
    })
    .join('');
}

function brokenFrames(
  random: Random,
  { type, role, pieces }: { type: string; role: FuzzCase['role']; pieces: Piece[] },
): FuzzCase {
  const name = random.pick(Object.keys(tricks));
  const payload = soundMessage(random, variants.get(type) ?? {});
  const raw = (tricks[name] as (random: Random, payload: string) => string)(random, payload);
  const cut = random.chance(0.3) ? random.whole(0, raw.length) : 0;
  const halves: Piece[] = cut > 0 ? [{ raw: raw.slice(0, cut) }, { raw: raw.slice(cut) }] : [{ raw }];
  const place = random.whole(0, pieces.length);
  return {
    target: 'ws',
    about: `frames: ${name}`,
    role,
    isSound: false,
    pieces: [...pieces.slice(0, place), ...halves, ...pieces.slice(place)],
  };
}

/** Every way of breaking frames. */
export const frameTricks: readonly string[] = Object.keys(tricks).map((name) => `frames: ${name}`);
