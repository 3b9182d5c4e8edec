import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { maxPathBytes } from '../listen.ts';
import { type AnswerTo, type ErrorCode, InspectionError, type InspectionRequest } from '../protocol.ts';
import { ConnectionError } from './failures.ts';

/** Sends a request to the server at a socket and gives its answers as they come. */
export async function* answers<Request extends InspectionRequest>(
  path: string,
  request: Request,
): AsyncGenerator<AnswerTo<Request>> {
  const socket = await open(path);
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    for await (const line of createInterface({ input: socket })) {
      yield read(path, line) as AnswerTo<Request>;
    }
  } finally {
    socket.destroy();
  }
}

/** Sends a request and gives its one answer. */
export async function answerTo<Request extends InspectionRequest>(
  path: string,
  request: Request,
): Promise<AnswerTo<Request>> {
  for await (const answer of answers(path, request)) return answer;
  throw new ConnectionError(`The server at ${path} ended before it answered.`);
}

function read(path: string, line: string): unknown {
  let data: { answer?: unknown; error?: { code: ErrorCode; message: string } };
  try {
    data = JSON.parse(line);
  } catch {
    throw new ConnectionError(`What listens at ${path} is not Lotcast.`);
  }
  if (data.error) throw new InspectionError(data.error.code, data.error.message);
  return data.answer;
}

async function open(path: string): Promise<Socket> {
  if (Buffer.byteLength(path) > maxPathBytes) {
    throw new ConnectionError(`The path is too long for a socket (${maxPathBytes} bytes): ${path}`);
  }
  const socket = connect(path);
  try {
    await once(socket, 'connect');
  } catch (error) {
    throw new ConnectionError(explain(path, error as NodeJS.ErrnoException));
  }
  // What a server that ends breaks off shows as the end of its answers.
  socket.on('error', () => {});
  return socket;
}

function explain(path: string, { code, message }: NodeJS.ErrnoException): string {
  const hint = 'Start it with `npm start`, or name its socket with --socket.';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `No server is running at ${path}. ${hint}`;
    case 'ECONNREFUSED':
      return `No server is running at ${path}; the one that was there has ended. ${hint}`;
    case 'EACCES':
    case 'EPERM':
      return `No permission for ${path}: run this as the user that runs the server.`;
    default:
      return `The server at ${path} can't be reached: ${message}`;
  }
}
