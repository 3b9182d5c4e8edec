import { once } from 'node:events';
import { WebSocket } from 'ws';
import { within } from '../../gateway/socket/testing/within.ts';

interface WorkerSession {
  readonly sessionId: string;
  readonly workerInfo: { readonly url: string };
}

/** Start a server with these for its threads to be reached. */
export const inspectable: Readonly<Record<string, string>> = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/**
 * Has one shard's thread throw where nobody catches it, through the debugging protocol, and resolves when it is
 * gone; gives both moments (ms since 1970). `choose` gives the place among so many threads.
 */
export async function killShardThread(
  serverOutput: string,
  choose: (count: number) => number,
): Promise<{ thrownAt: number; goneAt: number }> {
  const address = serverOutput.match(/Debugger listening on (ws:\S+)/)?.[1];
  if (address === undefined) throw new Error('the server can’t be inspected');
  const socket = new WebSocket(address);
  await within(once(socket, 'open'), 'the inspector does not answer');
  try {
    const sessions: WorkerSession[] = [];
    let onDetached: (sessionId: string) => void = () => {};
    const enabled = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const { id, method, params } = JSON.parse(String(data));
        if (method === 'NodeWorker.attachedToWorker') sessions.push(params);
        if (method === 'NodeWorker.detachedFromWorker') onDetached(params.sessionId);
        if (id === 1) resolve();
      });
    });
    const send = (id: number, method: string, params: object) =>
      socket.send(JSON.stringify({ id, method, params }));
    send(1, 'NodeWorker.enable', { waitForDebuggerOnStart: false });
    await within(enabled, 'the inspector shows no threads');
    // Others are those of the TypeScript loader.
    const shards = sessions.filter(({ workerInfo }) => workerInfo.url.includes('/piscina/'));
    const victim = shards[choose(shards.length)];
    if (victim === undefined) throw new Error('no shard’s thread was found');
    const gone = new Promise<void>((resolve) => {
      onDetached = (sessionId) => {
        if (sessionId === victim.sessionId) resolve();
      };
    });
    const expression = "setImmediate(() => { throw new Error('thrown from outside'); })";
    const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } });
    const thrownAt = Date.now();
    send(2, 'NodeWorker.sendMessageToWorker', { sessionId: victim.sessionId, message });
    await within(gone, 'the thread lives on');
    return { thrownAt, goneAt: Date.now() };
  } finally {
    socket.terminate();
  }
}
