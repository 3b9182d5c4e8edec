import type { TemplatedApp, us_listen_socket } from 'uWebSockets.js';
import type { Config } from '../../schema/config.ts';
import { uWS } from '../http/uws.ts';
import { schemeOf } from './open-app.ts';

/** LIBUS_LISTEN_DEFAULT: whoever of the same user says so too may listen on the same port (SO_REUSEPORT). */
const sharedPort = 0;
/** LIBUS_LISTEN_EXCLUSIVE_PORT */
const exclusivePort = 1;

type ListenConfig = Pick<Config, 'host' | 'tlsCertFile' | 'tlsKeyFile'>;

/** A port that is listened on. */
export interface Listening {
  readonly port: number;
  readonly url: string;
  close(): void;
}

/**
 * Takes the port as configured; rejects with a clear message when somebody else has it. Where there are several
 * gateways, the others may join it then.
 */
export async function listen(
  app: TemplatedApp,
  config: ListenConfig & Pick<Config, 'port' | 'gateways'>,
): Promise<Listening> {
  const { port, gateways } = config;
  // Otherwise two servers would share a port and each get half of the people.
  const alone = await bind(app, config, port, exclusivePort);
  if (gateways === 1) return alone;
  // A port can't be opened to others later on. Should another server slip in between these two lines, then the one that
  // takes the auctions over makes the other one stop.
  alone.close();
  return bind(app, config, alone.port, sharedPort);
}

/** Listens on a port that another gateway of this process has taken: the kernel shares out the connections. */
export function joinPort(app: TemplatedApp, config: ListenConfig, port: number): Promise<Listening> {
  return bind(app, config, port, sharedPort);
}

function bind(app: TemplatedApp, config: ListenConfig, port: number, options: number): Promise<Listening> {
  const { host } = config;
  return new Promise((resolve, reject) => {
    const onListen = (socket: us_listen_socket | false) => {
      if (!socket)
        return reject(new Error(`Port ${port} on ${host} is taken or not allowed. Set PORT to another.`));
      const shownHost = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
      const taken = uWS.us_socket_local_port(socket);
      resolve({
        port: taken,
        url: `${schemeOf(config)}://${shownHost}:${taken}`,
        close: () => uWS.us_listen_socket_close(socket),
      });
    };
    // The declarations know the options only in the form without a host, and call their values an enum that the module
    // does not have.
    const listenWith = app.listen as unknown as (
      host: string,
      port: number,
      options: number,
      onListen: (socket: us_listen_socket | false) => void,
    ) => void;
    listenWith.call(app, host, port, options, onListen);
  });
}
