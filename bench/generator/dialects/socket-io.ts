import { clientFrame, opcodes } from '../frames.ts';
import type { Dialect, DialectSide } from './dialect.ts';

/** First characters of packets: of Engine.IO's protocol 4, the second one of Socket.IO's protocol 5. */
const digits = { open: 0x30, ping: 0x32, message: 0x34, connect: 0x30, event: 0x32, ack: 0x33 };
const comma = 0x2c;
const quote = 0x22;
const bracket = 0x5b;

const text = (packet: string): string => clientFrame(opcodes.text, packet);
const connectPacket = text('40');
const pong = text('3');

/** Socket.IO over WebSocket alone: a message is the one argument of an event that is named as the message's type. */
export const socketIo: Dialect = {
  path: '/socket.io/?EIO=4&transport=websocket',
  greets: true,
  frame: (message) => text(`42["${typeOf(message)}",${message}]`),
  receive: receivePackets,
};

/** The same where the answers are acknowledgements. Nobody here looks at their numbers, so all have the same one. */
export const socketIoAcks: Dialect = {
  ...socketIo,
  frame: (message) => text(`420["${typeOf(message)}",${message}]`),
};

function receivePackets(
  opcode: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  side: DialectSide,
): void {
  if (opcode !== opcodes.text) return;
  const kind = bytes[start];
  if (kind === digits.open) side.send(connectPacket);
  else if (kind === digits.ping) side.send(pong);
  else if (kind === digits.message) {
    const packet = bytes[start + 1];
    if (packet === digits.connect) side.ready();
    else if (packet === digits.event) {
      side.message(bytes, bytes.indexOf(comma, start) + 1, endOfArgument(bytes, end));
    } else if (packet === digits.ack) side.message(bytes, bytes.indexOf(bracket, start) + 1, end - 1);
  }
}

/** With connection state recovery, an offset follows the argument as a string. */
function endOfArgument(bytes: Uint8Array, end: number): number {
  return bytes[end - 2] === quote ? bytes.lastIndexOf(comma, end - 1) : end - 1;
}

const head = '{"type":"';

/** The type of one of our messages, which begins with it. */
function typeOf(message: string): string {
  return message.slice(head.length, message.indexOf('"', head.length));
}
