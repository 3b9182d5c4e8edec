import { clientFrame, opcodes } from '../frames.ts';
import type { Dialect } from './dialect.ts';

/** First bytes of Colyseus' messages (`Protocol` of @colyseus/core 0.16). */
const codes = { joinRoom: 10, roomData: 13 };
/** First bytes of a string in MessagePack, by the size of its length: in the byte itself, one, two or four bytes. */
const fixedString = 0xa0;
const strings = { one: 0xd9, two: 0xda, four: 0xdb };

const joined = clientFrame(opcodes.binary, String.fromCharCode(codes.joinRoom));
/** Every message of ours is one of type `m` with a string. */
const dataHead = `${String.fromCharCode(codes.roomData, fixedString | 1)}m`;

/** A Colyseus room: a seat has a path of its own, and our messages are strings in the room's. */
export const colyseus: Dialect = {
  path: '/',
  greets: true,
  frame: (message) => clientFrame(opcodes.binary, dataHead + stringHead(message.length) + message),
  receive(opcode, bytes, start, end, side) {
    if (opcode !== opcodes.binary) return;
    if (bytes[start] === codes.joinRoom) {
      side.send(joined);
      side.ready();
    } else if (bytes[start] === codes.roomData) {
      side.message(bytes, start + dataHead.length + stringHeadBytes(bytes[start + dataHead.length]), end);
    }
  },
};

function stringHead(length: number): string {
  if (length < 32) return String.fromCharCode(fixedString | length);
  if (length < 256) return String.fromCharCode(strings.one, length);
  return String.fromCharCode(strings.two, length >>> 8, length & 0xff);
}

function stringHeadBytes(first: number | undefined): number {
  if (first === strings.one) return 2;
  if (first === strings.two) return 3;
  return first === strings.four ? 5 : 1;
}
