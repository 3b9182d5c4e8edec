import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Target } from '../generator/connection.ts';
import type { Framing, PeerReady } from '../peers/contract.ts';
import type { Children } from './children.ts';

/** A node of the chat that Lotcast's is compared with. */
export interface ChatPeer {
  readonly process: ChildProcess;
  readonly target: Target;
}

/** Starts one on a Redis that it may share with others; its packages must be installed. */
export async function startChatPeer(
  redisUrl: string,
  framing: Framing,
  children: Children,
): Promise<ChatPeer> {
  const child = children.fork(
    'The Socket.IO chat',
    new URL('../peers/chat-peer.worker.ts', import.meta.url),
    [redisUrl, framing],
    new URL('../peers/tsconfig.json', import.meta.url),
  );
  const gaveUp = new AbortController();
  child.once('exit', () => gaveUp.abort(new Error('the Socket.IO chat ended before it was ready')));
  const [{ port }] = (await once(child, 'message', { signal: gaveUp.signal })) as [PeerReady];
  return { process: child, target: { host: '127.0.0.1', port, dialect: 'socketIoAcks' } };
}
