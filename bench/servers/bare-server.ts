import { once } from 'node:events';
import type { Target } from '../generator/connection.ts';
import type { Children } from './children.ts';
import type { BareServerReady } from './echo-protocol.ts';
import { cpuSecondsOf } from './proc.ts';

/** A server in a process of its own that leaves work out: what the machine can do without it. */
export interface BareServer {
  readonly target: Target;
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/**
 * Starts a bare uWebSockets.js server that sends back what it gets: the limit when nothing is done. With `windowMs` it
 * also tells each message to all subscribers, gathered for so long, if only for a turn.
 */
export function startEchoServer(children: Children, windowMs: number | null = null): Promise<BareServer> {
  const args = windowMs === null ? [] : [String(windowMs)];
  return start(children, 'The echo server', new URL('./echo.worker.ts', import.meta.url), args);
}

/** Starts Lotcast's gateway alone: it parses, checks and accepts every bid at once, with no actor and no journal behind. */
export function startInlineServer(children: Children): Promise<BareServer> {
  return start(children, 'The gateway alone', new URL('../inline/inline.worker.ts', import.meta.url), []);
}

async function start(
  children: Children,
  name: string,
  module: URL,
  args: readonly string[],
): Promise<BareServer> {
  const child = children.fork(name, module, args);
  const gaveUp = new AbortController();
  child.once('exit', () => gaveUp.abort(new Error(`${name} ended before it was ready`)));
  const [ready] = (await once(child, 'message', { signal: gaveUp.signal })) as [BareServerReady];
  return {
    target: { host: '127.0.0.1', port: ready.port },
    cpuSeconds: () => cpuSecondsOf(child.pid as number),
    stop: () => children.stop(child),
  };
}
