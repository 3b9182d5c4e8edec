import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Kysely } from 'kysely';
import type { Tables } from '../../schema/tables.ts';
import type { Lanes } from '../lane/lanes.ts';
import { loadBehaviours } from './behaviours.ts';
import { serveConnection } from './connection.ts';
import { listenPrivately } from './listen.ts';

export interface InspectionOptions {
  /** Of the Unix socket. */
  readonly path: string;
  readonly lanes: Lanes;
  /** Modules whose default export is a Behaviour: what actors are rebuilt with. */
  readonly behaviourUrls: readonly string[];
  /** The database that the journal is in; null for a journal in memory. */
  readonly db: Kysely<Tables> | null;
}

/** Operators only: few, and a tail each holds a connection. */
const maxConnections = 32;

/** Answers the inspection CLI on a Unix socket, until the function that it gives is called. */
export async function serveInspection(options: InspectionOptions): Promise<() => Promise<void>> {
  const { path, lanes, behaviourUrls, db } = options;
  const behaviours = await loadBehaviours(behaviourUrls);
  const sockets = new Set<Socket>();
  const server = await listenPrivately(path, (socket) => {
    // A client that has gone is told by 'close' too.
    socket.on('error', () => {});
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    if (sockets.size > maxConnections) refuse(socket);
    else void serveConnection({ lanes, behaviours, db }, socket);
  });
  return async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
}

function refuse(socket: Socket): void {
  const message = `More than ${maxConnections} inspections at a time are too many.`;
  socket.end(`${JSON.stringify({ error: { code: 'unavailable', message } })}\n`);
}
