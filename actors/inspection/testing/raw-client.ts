import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { onCleanup, type Scope } from '../../../testing/cleanup.ts';

/** A connection to an inspection socket, open until the scope ends. */
export async function connectTo(scope: Scope, path: string): Promise<Socket> {
  const socket = connect(path);
  onCleanup(scope, () => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** Sends bytes as they stand, and gives all that is answered until the server ends the connection. */
export async function exchange(scope: Scope, path: string, sent: string): Promise<unknown[]> {
  const socket = await connectTo(scope, path);
  socket.write(sent);
  return rest(socket);
}

/** All lines that are still to come. */
export async function rest(socket: Socket): Promise<unknown[]> {
  const answers: unknown[] = [];
  for await (const line of createInterface({ input: socket })) answers.push(JSON.parse(line));
  return answers;
}
