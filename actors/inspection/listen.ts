import { once } from 'node:events';
import { lstat, mkdir, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';

/** What a Unix socket's address has room for on Linux, without the zero at its end. */
export const maxPathBytes = 107;

/** Listens on a Unix socket that only this user can open. A socket file that a dead server left is replaced. */
export async function listenPrivately(path: string, onConnection: (socket: Socket) => void): Promise<Server> {
  if (Buffer.byteLength(path) > maxPathBytes) {
    throw new Error(
      `The path of the inspection socket is longer than ${maxPathBytes} bytes: ${path}. Set INSPECT_SOCKET to a shorter one.`,
    );
  }
  await mkdir(dirname(path), { recursive: true });
  const server = createServer({ allowHalfOpen: true }, onConnection);
  try {
    await listen(server, path);
  } catch (error) {
    if (codeOf(error) !== 'EADDRINUSE') throw cannotOpen(path, error);
    await removeStale(path);
    await listen(server, path).catch((failure) => Promise.reject(cannotOpen(path, failure)));
  }
  return server;
}

function listen(server: Server, path: string): Promise<unknown> {
  // The file is made within `listen`, so there is no moment in which its mode is any wider.
  const before = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(before);
  }
  return once(server, 'listening');
}

/** Removes a socket file on which nobody listens; throws if somebody does, or if it is another kind of file. */
async function removeStale(path: string): Promise<void> {
  const file = await lstat(path);
  if (!file.isSocket())
    throw new Error(`${path} is there already and is not a socket. Set INSPECT_SOCKET to another path.`);
  if (await isAlive(path)) {
    throw new Error(
      `Another server listens on the inspection socket ${path}. Set DATA_DIR or INSPECT_SOCKET to another path.`,
    );
  }
  await unlink(path);
}

async function isAlive(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    return codeOf(error) !== 'ECONNREFUSED';
  } finally {
    socket.destroy();
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

const cannotOpen = (path: string, error: unknown) =>
  new Error(`The inspection socket ${path} can't be opened: ${(error as Error).message}`, { cause: error });
