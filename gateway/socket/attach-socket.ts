import type { HttpResponse, TemplatedApp, us_socket_context_t, WebSocket } from 'uWebSockets.js';
import { closeCodes } from '../../schema/codes.ts';
import type { Config } from '../../schema/config.ts';
import type { Person } from '../../schema/http.ts';
import { limits } from '../../schema/limits.ts';
import { protocolVersion } from '../../schema/wire/version.ts';
import { rateKey } from '../http/address.ts';
import { Allowance } from './allowance.ts';
import { Connection, type SocketData } from './connection.ts';
import { type Receivers, receive, refuseVersion } from './receive.ts';

export interface SocketParts {
  readonly app: TemplatedApp;
  readonly config: Pick<Config, 'bidsPerSecond' | 'bidsBurst' | 'socketsPerAddress' | 'publicOrigins'>;
  readonly receivers: Receivers;
  readonly verifyPerson: (cookieHeader: string | undefined) => Promise<Person | null>;
  readonly isAllowedOrigin: (origin: string | undefined, host: string | undefined) => boolean;
  readonly clientAddress: (res: HttpResponse) => string;
  readonly idleTimeoutMs?: number;
}

/** The sockets of this gateway. */
export interface Sockets {
  readonly count: number;
  /** Tells every client to come back later, and takes no more. */
  closeAll(): void;
}

/** Takes WebSockets at `/ws`. */
export function attachSocket({ app, config, receivers, ...parts }: SocketParts): Sockets {
  const { idleTimeoutMs = limits.socketIdleTimeoutMs } = parts;
  const connections = new Set<Connection>();
  const perAddress = new Map<string, number>();
  let isClosing = false;

  function refuse(res: HttpResponse, status: string, code: string, message: string): void {
    res.cork(() => {
      res.writeStatus(status).writeHeader('content-type', 'application/problem+json');
      res.end(JSON.stringify({ code, message }));
    });
  }

  function connectionOf(person: Person | null, address: string): Connection {
    // Bids have an allowance of their own; what they take of the messages' must not be the tighter one.
    const perSecond = limits.messagesPerSecond + config.bidsPerSecond;
    return new Connection({
      person,
      address,
      bids: new Allowance(config.bidsPerSecond, config.bidsBurst),
      messages: new Allowance(perSecond, limits.messagesBurst + config.bidsBurst),
    });
  }

  app.ws<SocketData>('/ws', {
    // Somewhat above what is accepted: a frame up to here is answered with a code, a larger one is cut off.
    maxPayloadLength: limits.maxReceivedFrameBytes,
    maxBackpressure: limits.maxBackpressureBytes,
    idleTimeout: idleTimeoutMs / 1_000,
    sendPingsAutomatically: true,

    upgrade(res, req, context: us_socket_context_t) {
      let isAborted = false;
      res.onAborted(() => {
        isAborted = true;
      });
      const key = req.getHeader('sec-websocket-key');
      const protocol = req.getHeader('sec-websocket-protocol');
      const extensions = req.getHeader('sec-websocket-extensions');
      const version = req.getQuery('v');
      const cookie = req.getHeader('cookie');
      const origin = req.getHeader('origin') || undefined;
      const host = req.getHeader('host') || undefined;
      const address = rateKey(parts.clientAddress(res));
      if (isClosing) return refuse(res, '503 Service Unavailable', 'unavailable', 'shutting down');
      if (!parts.isAllowedOrigin(origin, host)) {
        return refuse(res, '403 Forbidden', 'not_allowed', 'this origin may not connect');
      }
      if ((perAddress.get(address) ?? 0) >= config.socketsPerAddress) {
        return refuse(res, '429 Too Many Requests', 'rate_limited', 'too many sockets from this address');
      }
      // Counted before it is open, so that a crowd of half-open ones can't pass the limit together.
      perAddress.set(address, (perAddress.get(address) ?? 0) + 1);
      parts.verifyPerson(cookie || undefined).then(
        (person) => {
          if (isAborted) return release(address);
          if (isClosing) {
            release(address);
            return refuse(res, '503 Service Unavailable', 'unavailable', 'shutting down');
          }
          const data = { connection: connectionOf(person, address), version };
          // Not in a cork: after a late upgrade in one, this build of uWebSockets.js takes the new WebSocket for
          // the HTTP response it was, and closes it when the bytes there happen to say so.
          res.upgrade<SocketData>(data, key, protocol, extensions, context);
        },
        () => {
          release(address);
          if (!isAborted) refuse(res, '503 Service Unavailable', 'unavailable', 'try again in a moment');
        },
      );
    },

    open(ws: WebSocket<SocketData & { version?: string }>) {
      const { connection, version } = ws.getUserData();
      connection.opened(ws as WebSocket<SocketData>);
      connections.add(connection);
      if (version !== String(protocolVersion)) return refuseVersion(connection);
      const { person } = connection;
      const serverNow = receivers.now();
      connection.send(JSON.stringify({ type: 'welcome', version: protocolVersion, serverNow, person }));
    },

    message(ws, frame, isBinary) {
      receive(receivers, ws.getUserData().connection, frame, isBinary);
    },

    // A frame that does not fit in a slow reader's buffer is lost to it, so it may not go on as if nothing were.
    dropped(ws) {
      const { connection } = ws.getUserData();
      // Not at once: this is called from within a publication, which a socket that ends would pull down.
      setImmediate(() => connection.close(closeCodes.slowReader, 'reading too slowly'));
    },

    close(ws) {
      const { connection } = ws.getUserData();
      connection.closed();
      connections.delete(connection);
      release(connection.address);
      for (const lot of [...connection.lots]) receivers.channels.leave(connection, lot);
      receivers.lobby.leave(connection);
    },
  });

  function release(address: string): void {
    const count = (perAddress.get(address) ?? 1) - 1;
    if (count === 0) perAddress.delete(address);
    else perAddress.set(address, count);
  }

  return {
    get count() {
      return connections.size;
    },
    closeAll() {
      isClosing = true;
      for (const connection of [...connections]) connection.close(closeCodes.shuttingDown, 'shutting down');
    },
  };
}
