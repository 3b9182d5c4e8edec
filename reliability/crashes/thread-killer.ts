import { once } from 'node:events';
import { WebSocket } from 'ws';
import { within } from '../../gateway/socket/testing/within.ts';

interface WorkerSession {
  readonly sessionId: string;
  /** Its title holds the thread's own number, such as [worker 3]. */
  readonly workerInfo: { readonly title: string; readonly url: string };
}

/** Start a server with these for its threads to be reached. */
export const inspectable: Readonly<Record<string, string>> = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/** Threads of a server in the order in which they are started: that of blocked words, gateways beside the first, then shards. */
export type ThreadChoice = (
  threads: readonly [words: WorkerSession | undefined, ...others: WorkerSession[]],
) => WorkerSession | undefined;

/**
 * Has one thread throw where nobody catches it, through the debugging protocol, and resolves when it is gone, or its
 * whole process; gives both moments (ms since 1970).
 */
export async function killThread(
  serverOutput: string,
  choose: ThreadChoice,
): Promise<{ thrownAt: number; goneAt: number }> {
  const address = serverOutput.match(/Debugger listening on (ws:\S+)/)?.[1];
  if (address === undefined) throw new Error('the server can’t be inspected');
  const socket = new WebSocket(address);
  await within(once(socket, 'open'), 'the inspector does not answer');
  try {
    const sessions: WorkerSession[] = [];
    let onDetached: (sessionId: string) => void = () => {};
    const answers = new Map<number, () => void>();
    socket.on('message', (data) => {
      const { id, method, params } = JSON.parse(String(data));
      if (method === 'NodeWorker.attachedToWorker') sessions.push(params);
      if (method === 'NodeWorker.detachedFromWorker') onDetached(params.sessionId);
      answers.get(id)?.();
    });
    const ask = (id: number, method: string, params: object) => {
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise<void>((resolve) => answers.set(id, resolve));
    };
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    await within(
      ask(1, 'NodeWorker.enable', { waitForDebuggerOnStart: false }),
      'the inspector shows no threads',
    );
    // Others are those of the TypeScript loader.
    const [words, ...others] = sessions
      .filter(({ workerInfo }) => workerInfo.url.includes('/piscina/'))
      .sort((one, other) => numberOf(one) - numberOf(other));
    const victim = choose([words, ...others]);
    if (victim === undefined) throw new Error('no such thread was found');
    const attached = new Set(sessions.map(({ sessionId }) => sessionId));
    const detached = new Promise<void>((resolve) => {
      onDetached = (sessionId) => {
        attached.delete(sessionId);
        if (sessionId === victim.sessionId) resolve();
      };
    });
    const expression = "setImmediate(() => { throw new Error('thrown from outside'); })";
    const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } });
    const thrownAt = Date.now();
    void ask(2, 'NodeWorker.sendMessageToWorker', { sessionId: victim.sessionId, message });
    await within(Promise.race([detached, closed]), 'the thread lives on');
    const goneAt = Date.now();
    // Node 20 crashes when it has something to tell a debugger that is just going, such as that another thread ended.
    const letGo = [
      ask(3, 'NodeWorker.disable', {}),
      ...[...attached].map((sessionId, n) => ask(4 + n, 'NodeWorker.detach', { sessionId })),
    ];
    await within(Promise.race([Promise.all(letGo), closed]), 'the inspector tells on');
    socket.close();
    await within(closed, 'the inspector holds on');
    return { thrownAt, goneAt };
  } finally {
    socket.terminate();
  }
}

const numberOf = ({ workerInfo }: WorkerSession): number => Number(/\d+/.exec(workerInfo.title)?.[0]);
