import type { ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Children } from './children.ts';
import { freePort } from './free-port.ts';

const startTimeoutMs = 10_000;

/** What Redis keeps of what it was told: nothing, all but the last second's, or everything that it has answered. */
export const redisPersistences = ['none', 'everysec', 'always'] as const;
export type RedisPersistence = (typeof redisPersistences)[number];

/** A Redis server of the machine's own packages. */
export interface InstalledRedis {
  readonly process: ChildProcess;
  readonly port: number;
  readonly url: string;
}

/** Starts it in an empty folder, or in one that it ran in before; on a free port, unless one is given. */
export async function startRedis(
  persistence: RedisPersistence,
  folder: string,
  children: Children,
  givenPort: number | null = null,
): Promise<InstalledRedis> {
  await mkdir(folder, { recursive: true });
  const port = givenPort ?? (await freePort());
  const keeping =
    persistence === 'none' ? ['--appendonly', 'no'] : ['--appendonly', 'yes', '--appendfsync', persistence];
  const child = children.spawn(
    'Redis',
    'redis-server',
    ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', ...keeping],
    { stdio: 'ignore' },
  );
  const giveUpAt = performance.now() + startTimeoutMs;
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > giveUpAt) throw new Error('Redis did not start');
    await pause(20);
  }
  return { process: child, port, url: `redis://127.0.0.1:${port}` };
}

/** Whether it has read its files and takes commands. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (reply) => {
      socket.destroy();
      resolve(reply.toString().startsWith('+PONG'));
    });
    socket.once('error', () => resolve(false));
  });
}
