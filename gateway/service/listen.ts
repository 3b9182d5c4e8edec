import type { TemplatedApp, us_listen_socket } from 'uWebSockets.js';
import type { Config } from '../../schema/config.ts';
import { uWS } from '../http/uws.ts';

/** LIBUS_LISTEN_EXCLUSIVE_PORT */
const exclusivePort = 1;

/** Listens as configured; rejects with a clear message when the port is taken. */
export function listen(
  app: TemplatedApp,
  { host, port }: Pick<Config, 'host' | 'port'>,
): Promise<{ url: string; close: () => void }> {
  return new Promise((resolve, reject) => {
    const onListen = (socket: us_listen_socket | false) => {
      if (!socket)
        return reject(new Error(`Port ${port} on ${host} is taken or not allowed. Set PORT to another.`));
      const shownHost = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
      resolve({
        url: `http://${shownHost}:${uWS.us_socket_local_port(socket)}`,
        close: () => uWS.us_listen_socket_close(socket),
      });
    };
    // Without the option two servers would share a port and each get half of the people. The declarations
    // know it only in the form without a host, and call its values an enum that the module does not have.
    const listenExclusively = app.listen as unknown as (
      host: string,
      port: number,
      options: number,
      onListen: (socket: us_listen_socket | false) => void,
    ) => void;
    listenExclusively.call(app, host, port, exclusivePort, onListen);
  });
}
