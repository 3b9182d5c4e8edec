import { randomBytes } from 'node:crypto';
import { closeCodes } from '../../../schema/codes.ts';
import { limits } from '../../../schema/limits.ts';
import { type Failure, failed } from '../failure.ts';
import { contentOf, type FuzzCase } from '../fuzz-case.ts';
import { insideIn } from '../oracle/discreet.ts';
import { refusalsOf } from '../oracle/refusals.ts';
import { standInCookies, withRealNames } from '../stand-ins.ts';
import { Wire } from '../targets/wire.ts';
import { clientFrame } from '../targets/ws-frames.ts';
import { wsHandshake } from '../targets/ws-handshake.ts';
import type { Outcome } from './outcome.ts';
import { StrictSocket } from './strict-socket.ts';
import { answerMs, quietMs, type Subject } from './subject.ts';

/** What a piece waits for may be out of reach, as for somebody who was cut off. */
const awaitedMs = 1_000;

/** Runs a case on a WebSocket of its own. */
export async function runWs(fuzzCase: FuzzCase, { port, names }: Subject): Promise<Outcome> {
  const wire = await Wire.open({ port });
  try {
    const socket = new StrictSocket(wire);
    const cookie = fuzzCase.role === 'nobody' ? null : standInCookies[fuzzCase.role];
    await wire.send(withRealNames(wsHandshake(cookie), names));
    await wire.until(() => wire.received.includes('\r\n\r\n'), answerMs);
    const head = wire.take(wire.received.indexOf('\r\n\r\n') + 4).toString('latin1');
    if (!head.startsWith('HTTP/1.1 101 '))
      return outcome(failed('answersSound', `no handshake: ${head.slice(0, 200)}`), []);
    await socket.until(() => socket.messages.length > 0, answerMs);

    for (const piece of fuzzCase.pieces) {
      const bytes =
        'text' in piece ? clientFrame(withRealNames(piece.text, names).toString('latin1')) : piece.raw;
      const heard = socket.messages.length;
      await wire.send(withRealNames(bytes, names));
      const awaits = 'text' in piece ? piece.awaits : undefined;
      const isThere = () =>
        socket.messages.slice(heard).some(({ type }) => type === awaits || type === 'error');
      if (awaits !== undefined) await socket.until(isThere, awaitedMs);
    }
    return fuzzCase.isSound ? await settle(fuzzCase, socket, names) : await listen(fuzzCase, socket);
  } finally {
    wire.drop();
  }
}

/** Everything that can be read is dealt with, which a question for the time after it shows. */
async function settle(fuzzCase: FuzzCase, socket: StrictSocket, names: Subject['names']): Promise<Outcome> {
  const marker = randomBytes(6).readUIntBE(0, 6);
  await socket.wire.send(
    Buffer.from(clientFrame(JSON.stringify({ type: 'time', clientAt: marker })), 'latin1'),
  );
  const isSettled = () =>
    socket.messages.some((message) => message.type === 'time' && message.clientAt === marker);
  await socket.until(isSettled, answerMs);
  socket.read();
  const texts = fuzzCase.pieces.map((piece) => withRealNames(contentOf(piece), names).toString('utf8'));
  const failure =
    judged(socket, texts.join('\n')) ??
    (socket.closeCode === null && !isSettled() ? unsettled(socket, fuzzCase) : null) ??
    (isSettled() ? refusalsAsExpected(socket, texts) : null) ??
    (socket.closeCode !== null && !isOurs(socket.closeCode)
      ? failed('documented', `closed with ${socket.closeCode}`)
      : null);
  return outcome(failure, answersOf(socket));
}

/** What is broken below the messages may end the connection, but not in any way. */
async function listen(fuzzCase: FuzzCase, socket: StrictSocket): Promise<Outcome> {
  await socket.until(() => false, quietMs);
  socket.read();
  const sent = fuzzCase.pieces.map(contentOf).join('\n');
  const isSane = socket.closeCode === null || isOurs(socket.closeCode) || socket.closeCode < 4_000;
  return outcome(
    judged(socket, sent) ?? (isSane ? null : failed('documented', `closed with ${socket.closeCode}`)),
    answersOf(socket),
  );
}

function judged(socket: StrictSocket, sent: string): Failure | null {
  if (socket.violation !== null) return socket.violation;
  for (const text of socket.texts) {
    const inside = insideIn(text, sent);
    if (inside !== null) return failed('discreet', `${JSON.stringify(inside)} in ${text}`);
  }
  const internal = socket.messages.find((message) => message.type === 'error' && message.code === 'internal');
  if (internal !== undefined || socket.closeCode === closeCodes.internal)
    return failed('documented', 'an internal failure');
  return null;
}

/** A frame beyond what is even read is the one thing that is cut off without a code. */
function unsettled(socket: StrictSocket, { pieces }: FuzzCase): Failure | null {
  const isCut =
    socket.wire.isOver && pieces.some((piece) => contentOf(piece).length > limits.maxReceivedFrameBytes);
  if (isCut) return null;
  const how = socket.wire.isOver ? 'cut off without a code' : 'no answer';
  return failed('answersSound', `${how}; the last was ${socket.texts.at(-1) ?? 'nothing'}`);
}

function refusalsAsExpected(socket: StrictSocket, texts: readonly string[]): Failure | null {
  const expected = refusalsOf(texts);
  const seen = { malformed: 0, unknown_type: 0, invalid: 0 };
  for (const message of socket.messages) {
    if (message.type === 'error' && message.code in seen) seen[message.code as keyof typeof seen]++;
  }
  // The media server finds parameters invalid that fit their schema.
  const agrees =
    seen.malformed === expected.malformed &&
    seen.unknown_type === expected.unknown_type &&
    seen.invalid >= expected.invalid &&
    (seen.invalid === expected.invalid || expected.media > 0);
  return agrees
    ? null
    : failed('schemasDecide', `expected ${JSON.stringify(expected)}, seen ${JSON.stringify(seen)}`);
}

const isOurs = (code: number): boolean => (Object.values(closeCodes) as number[]).includes(code);

function answersOf(socket: StrictSocket): string[] {
  const answers = socket.messages.map((message) => {
    if (message.type === 'error') return `error ${message.code}`;
    return message.type === 'bidRefused' ? `bidRefused ${message.code}` : message.type;
  });
  if (socket.closeCode !== null) answers.push(`close ${socket.closeCode}`);
  else if (socket.wire.isOver) answers.push('cut off');
  return answers;
}

const outcome = (failure: Failure | null, answers: readonly string[]): Outcome => ({ failure, answers });
