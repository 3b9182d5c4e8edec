import { once } from 'node:events';
import type { Target } from '../generator/connection.ts';
import type { Children } from './children.ts';
import type { EchoReady } from './echo-protocol.ts';
import { cpuSecondsOf } from './proc.ts';

/** A bare uWebSockets.js server in a process of its own: what the machine can do when nothing is done. */
export interface EchoServer {
  readonly target: Target;
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** Starts it. With `windowMs` it also tells each message to all subscribers, gathered for so long, if only for a turn. */
export async function startEchoServer(
  children: Children,
  windowMs: number | null = null,
): Promise<EchoServer> {
  const args = windowMs === null ? [] : [String(windowMs)];
  const child = children.fork('The echo server', new URL('./echo.worker.ts', import.meta.url), args);
  const gaveUp = new AbortController();
  child.once('exit', () => gaveUp.abort(new Error('the echo server ended before it was ready')));
  const [ready] = (await once(child, 'message', { signal: gaveUp.signal })) as [EchoReady];
  return {
    target: { host: '127.0.0.1', port: ready.port },
    cpuSeconds: () => cpuSecondsOf(child.pid as number),
    stop: () => children.stop(child),
  };
}
