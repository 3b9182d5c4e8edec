import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { methodsOf } from '../calls/ask.ts';
import type { Target } from '../generator/connection.ts';
import type { DialectName } from '../generator/dialects/index.ts';
import type { PeerApi, PeerName, PeerReady } from '../peers/contract.ts';
import type { Children } from './children.ts';

const dialectOf: Record<PeerName, DialectName> = {
  'nest-bull': 'socketIo',
  'nest-bull-per-auction': 'socketIo',
  'redis-lua': 'plain',
  'pg-lock': 'plain',
  colyseus: 'colyseus',
};

/** A peer in a process of its own. */
export interface Peer extends PeerApi {
  readonly process: ChildProcess;
  readonly target: Target;
}

/** Starts a peer on a store; its packages must be installed. */
export async function startPeer(name: PeerName, storeUrl: string, children: Children): Promise<Peer> {
  const child = children.fork(
    `The peer ${name}`,
    new URL('../peers/peer.worker.ts', import.meta.url),
    [name, storeUrl],
    new URL('../peers/tsconfig.json', import.meta.url),
  );
  const gaveUp = new AbortController();
  child.once('exit', () => gaveUp.abort(new Error(`the peer ${name} ended before it was ready`)));
  const [{ port }] = (await once(child, 'message', { signal: gaveUp.signal })) as [PeerReady];
  const method = methodsOf<PeerApi>(child, `the peer ${name}`);
  return {
    process: child,
    target: { host: '127.0.0.1', port, dialect: dialectOf[name] },
    open: method('open'),
    bidCounts: method('bidCounts'),
    seats: method('seats'),
  };
}
