import type { TemplatedApp, us_socket_context_t } from 'uWebSockets.js';
import { closeCodes } from '../../schema/codes.ts';
import type { Config } from '../../schema/config.ts';
import { limits } from '../../schema/limits.ts';
import { protocolVersion } from '../../schema/wire/version.ts';
import { rateKey } from '../http/address.ts';
import { forwardedProtoHeader, tellHttps } from '../http/came-by-https.ts';
import type { ClientAddress } from '../http/client-address.ts';
import { Exchange } from '../http/exchange.ts';
import { ProblemError, tryAgain } from '../http/problem.ts';
import { type AddressCounts, addressCounts } from './address-counts.ts';
import { Allowance } from './allowance.ts';
import { Connection, type SocketData } from './connection.ts';
import { PersonRates, type RateCount } from './person-rates.ts';
import { type Receivers, receive, refuseVersion } from './receive.ts';
import type { SignIns } from './sign-ins.ts';

export interface SocketParts {
  readonly app: TemplatedApp;
  readonly config: Pick<Config, 'bidsPerSecond' | 'bidsBurst' | 'socketsPerAddress' | 'publicOrigins'>;
  readonly receivers: Omit<Receivers, 'renew'>;
  readonly signIns: SignIns;
  readonly isAllowedOrigin: (origin: string | undefined, host: string | undefined) => boolean;
  readonly clientAddress: ClientAddress;
  /** Whether browsers come here by https, whatever a request itself says. */
  readonly isHttps?: boolean;
  /** Sockets of all gateways by their address; where there is one gateway only, it counts for itself. */
  readonly perAddress?: AddressCounts;
  /** Is told each second who has sent much. */
  readonly tellRates?: (counts: readonly RateCount[]) => void;
  readonly idleTimeoutMs?: number;
}

/** The sockets of this gateway. */
export interface Sockets {
  readonly rates: Pick<PersonRates, 'heard'>;
  readonly count: number;
  /** Tells every client to come back later, and takes no more. */
  closeAll(): void;
}

const retryMs = 1_000;
const secondMs = 1_000;
const tryLater = 'try again in a moment';

/** Takes WebSockets at `/ws`; every other request there is told to open one. */
export function attachSocket({ app, config, signIns, ...parts }: SocketParts): Sockets {
  const receivers: Receivers = {
    ...parts.receivers,
    renew: (connection, token) => {
      signIns.renew(connection, token).catch(() => connection.close(closeCodes.internal, tryLater));
    },
  };
  const { idleTimeoutMs = limits.socketIdleTimeoutMs, perAddress = addressCounts(), isHttps = false } = parts;
  const connections = new Set<Connection>();
  const rates = new PersonRates();
  // Bids have an allowance of their own; what they take of the messages' must not be the tighter one.
  const messagesPerSecond = limits.messagesPerSecond + config.bidsPerSecond;
  const messagesBurst = limits.messagesBurst + config.bidsBurst;
  const mostOfPerson = Math.max(messagesBurst, messagesPerSecond * limits.busySocketsPerPerson);
  let isClosing = false;
  // Whoever is sent nothing more is looked at as well, so that what waits for a dead reader does not wait on.
  const cutSlowReaders = () => {
    for (const connection of connections) connection.cutIfSlow();
  };
  setInterval(cutSlowReaders, limits.backpressureCheckMs).unref();
  setInterval(() => {
    signIns.look();
    const busy = rates.turn();
    if (busy.length > 0) parts.tellRates?.(busy);
  }, secondMs).unref();

  function connectionOf(address: string): Connection {
    return new Connection({
      address,
      topics: receivers.deliveries,
      traffic: receivers.deliveries.traffic,
      bids: new Allowance(config.bidsPerSecond, config.bidsBurst),
      messages: new Allowance(messagesPerSecond, messagesBurst),
    });
  }

  app.ws<SocketData>('/ws', {
    // Somewhat above what is accepted: a frame up to here is answered with a code, a larger one is cut off.
    maxPayloadLength: limits.maxReceivedFrameBytes,
    // A frame that does not fit is lost, so its reader may not go on as if nothing were: uWebSockets.js ends it.
    maxBackpressure: limits.hardBackpressureBytes,
    closeOnBackpressureLimit: 1,
    idleTimeout: idleTimeoutMs / 1_000,
    sendPingsAutomatically: true,

    // At once, although it takes a moment to know the person: an upgrade that comes later than this call is
    // not sound in this build of uWebSockets.js. What the client sends meanwhile is kept.
    upgrade(res, req, context: us_socket_context_t) {
      const address = rateKey(parts.clientAddress(res, req));
      const refuse = (problem: ProblemError) => new Exchange(res, false).refuse(problem);
      if (isClosing) return refuse(tryAgain(503, 'unavailable', 'The server is shutting down', retryMs));
      if (!parts.isAllowedOrigin(req.getHeader('origin') || undefined, req.getHeader('host') || undefined)) {
        return refuse(new ProblemError(403, 'not_allowed', 'Pages of this site may not connect'));
      }
      if (!perAddress.take(address, config.socketsPerAddress)) {
        return refuse(tryAgain(429, 'rate_limited', 'Too many sockets from this address', retryMs));
      }
      res.upgrade<SocketData>(
        {
          connection: connectionOf(address),
          version: req.getQuery('v'),
          cookie: req.getHeader('cookie') || undefined,
          isHttps: isHttps || tellHttps(req.getHeader(forwardedProtoHeader), req.getHeader('origin')),
        },
        req.getHeader('sec-websocket-key'),
        req.getHeader('sec-websocket-protocol'),
        req.getHeader('sec-websocket-extensions'),
        context,
      );
    },

    open(ws) {
      const { connection, version, cookie, isHttps } = ws.getUserData();
      connection.opened(ws);
      connections.add(connection);
      if (version !== String(protocolVersion)) return refuseVersion(connection);
      signIns.begin(connection, cookie, isHttps).then(
        (signIn) => welcome(connection, signIn),
        () => connection.close(closeCodes.internal, tryLater),
      );
    },

    message(ws, frame, isBinary) {
      const { connection } = ws.getUserData();
      if (connection.early === null) return receive(receivers, connection, frame, isBinary);
      if (connection.early.length >= limits.maxEarlyFrames) {
        return connection.close(closeCodes.flooding, 'too many messages before the welcome');
      }
      // The frame is uWebSockets.js's own memory and gone after this call.
      connection.early.push({ frame: frame.slice(0), isBinary });
    },

    close(ws) {
      const { connection } = ws.getUserData();
      connection.closed();
      connections.delete(connection);
      signIns.ended(connection);
      perAddress.release(connection.address);
      rates.release(connection.personRate);
      for (const lot of [...connection.lots]) receivers.channels.leave(connection, lot);
      receivers.media()?.closed(connection);
      receivers.chat.closed(connection);
      receivers.lobby.leave(connection);
    },
  });

  // Whatever the handler above did not take for a handshake.
  app.any('/ws', (res, req) => {
    const exchange = new Exchange(res, req.getCaseSensitiveMethod() === 'HEAD');
    const headers = { upgrade: 'websocket' };
    exchange.refuse(new ProblemError(426, 'upgrade_required', 'Open a WebSocket here', { headers }));
  });

  function welcome(connection: Connection, signIn: Awaited<ReturnType<SignIns['begin']>>): void {
    if (!connection.isOpen) return;
    const person = signIn?.person ?? null;
    if (person !== null) {
      connection.personRate = rates.hold(person.id, mostOfPerson);
    }
    const early = connection.known(person);
    const version = protocolVersion;
    const serverNow = receivers.now();
    const signedInUntil = signIn?.until ?? null;
    connection.send(JSON.stringify({ type: 'welcome', version, serverNow, person, signedInUntil }));
    for (const { frame, isBinary } of early) receive(receivers, connection, frame, isBinary);
  }

  return {
    rates,
    get count() {
      return connections.size;
    },
    closeAll() {
      isClosing = true;
      for (const connection of [...connections]) connection.close(closeCodes.shuttingDown, 'shutting down');
    },
  };
}
