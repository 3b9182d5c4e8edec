import { protocolVersion } from '../../../schema/wire/client.ts';
import { clientFrame, opcodes } from '../frames.ts';
import type { Dialect } from './dialect.ts';

/** Our own protocol: a text frame is a message. */
export const plain: Dialect = {
  path: `/ws?v=${protocolVersion}`,
  greets: false,
  frame: (text) => clientFrame(opcodes.text, text),
  receive(opcode, bytes, start, end, side) {
    if (opcode === opcodes.text) side.message(bytes, start, end);
  },
};
