import { once } from 'node:events';
import type { Socket } from 'node:net';
import { answer, type Send } from './answer.ts';
import { orAborted } from './or-aborted.ts';
import type { InspectionParts } from './parts.ts';
import { InspectionError, type InspectionRequest, maxRequestBytes, requestSchema } from './protocol.ts';

const requestMs = 5_000;
const answerMs = 60_000;

/** Reads the one request of a connection, answers it, and ends the connection. */
export async function serveConnection(parts: InspectionParts, socket: Socket): Promise<void> {
  const closed = signalOf(socket, ['close']);
  const hungUp = signalOf(socket, ['end', 'close']);
  const send = async (line: object) => {
    if (!socket.write(`${JSON.stringify(line)}\n`)) await once(socket, 'drain', { signal: closed });
  };
  const sendAnswer: Send = (value) => send({ answer: value });
  try {
    const request = parseRequest(await readLine(socket));
    // A client that ends its side after the request still wants the answer, but no endless one.
    if (request.request === 'tail') await answer(parts, request, sendAnswer, hungUp);
    else {
      const late = AbortSignal.timeout(answerMs);
      await orAborted(answer(parts, request, sendAnswer, late), late);
    }
  } catch (error) {
    const told = toError(error);
    if (told !== null && !closed.aborted) {
      await send({ error: { code: told.code, message: told.message } }).catch(() => {});
    }
  }
  socket.end();
}

/** Everything that can go wrong, in words for the operator; null when nobody waits for them. */
function toError(error: unknown): InspectionError | null {
  if (error instanceof InspectionError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'AbortError') return null;
  if (name === 'TimeoutError') {
    return new InspectionError('unavailable', `There was no answer within ${answerMs / 1_000} s.`);
  }
  return new InspectionError('unavailable', `The request could not be answered: ${message}`);
}

function signalOf(socket: Socket, events: readonly ('end' | 'close')[]): AbortSignal {
  const controller = new AbortController();
  for (const event of events) socket.once(event, () => controller.abort());
  return controller.signal;
}

function parseRequest(line: string): InspectionRequest {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    throw badRequest('The request is not JSON.');
  }
  const parsed = requestSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.length ? `"${issue.path.join('.')}": ` : '';
  throw badRequest(`The request is wrong: ${place}${issue?.message}`);
}

const badRequest = (message: string) => new InspectionError('bad_request', message);

/** The first line that the client sends; what follows it is dropped. */
function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const settle = (result: string | InspectionError) => {
      clearTimeout(timer);
      socket.off('data', onData).off('end', onEnd).off('close', onEnd).resume();
      if (typeof result === 'string') resolve(result);
      else reject(result);
    };
    const onData = (chunk: Buffer) => {
      const end = chunk.indexOf('\n');
      chunks.push(end < 0 ? chunk : chunk.subarray(0, end));
      bytes += chunks.at(-1)?.length ?? 0;
      if (bytes > maxRequestBytes) {
        settle(badRequest(`The request is longer than ${maxRequestBytes} bytes.`));
      } else if (end >= 0) settle(Buffer.concat(chunks).toString());
    };
    const onEnd = () => settle(badRequest('The request has no end: it must be one line.'));
    const timer = setTimeout(
      () => settle(badRequest(`There was no request within ${requestMs} ms.`)),
      requestMs,
    );
    socket.on('data', onData).on('end', onEnd).on('close', onEnd);
  });
}
