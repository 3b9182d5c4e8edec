import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Scope } from './cleanup.ts';
import { freePort } from './free-port.ts';
import { ended, signal, spawnGroup } from './processes.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A Redis server of Debian's package, for one test or suite. */
export interface InstalledRedis {
  readonly url: string;
  /** Ends it; what it knew is gone. */
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

/** Starts Redis on 127.0.0.1 with nothing in it. It ends with the scope. */
export async function startInstalledRedis(scope: Scope): Promise<InstalledRedis> {
  const folder = await temporaryFolder(scope);
  const port = await freePort();
  const flags = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', ''];
  let server: ReturnType<typeof spawnGroup>;
  const start = async () => {
    server = spawnGroup(scope, 'redis-server', flags, { stdio: 'ignore' });
    while (!(await answers(port))) {
      if (server.exitCode !== null) throw new Error('Redis did not start.');
      await pause(10);
    }
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    stop: async () => {
      signal(server.pid as number, 'SIGTERM');
      await ended(server);
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
