import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';

/** What the thread is given. */
export interface Pace {
  readonly periodMs: number;
  readonly state: Int32Array;
  readonly port: MessagePort;
}

const taken = 0;
/** A tick has been sent and not been taken. */
export const waiting = 1;

/** Time in ms from a beginning that all threads share, unlike that of `performance.now`. */
export function threadsNowMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1e6;
}

/**
 * Calls `tick` every `periodMs`, to a tenth of a millisecond or so, from when this resolves, with the time at which it
 * was due (as `performance.now` has it). Gives a function that ends it.
 */
export async function startPacemaker(
  periodMs: number,
  tick: (dueMs: number) => void,
): Promise<() => Promise<void>> {
  const threads = new Piscina<Pace, never>({
    filename: new URL('./pacemaker.worker.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
  });
  const { port1, port2 } = new MessageChannel();
  const state = new Int32Array(new SharedArrayBuffer(4));
  let isEnding = false;
  // The task never returns: it fails when its thread is destroyed.
  const task = threads
    .run({ periodMs, state, port: port2 }, { transferList: [port2] })
    .catch((error: Error) => {
      if (!isEnding) throw error;
    });
  await Promise.race([once(port1, 'message'), task]);
  Atomics.store(state, 0, taken);
  const beginMs = threadsNowMs() - performance.now();
  port1.on('message', (dueMs: number) => {
    Atomics.store(state, 0, taken);
    tick(dueMs - beginMs);
  });
  return async () => {
    isEnding = true;
    await threads.destroy();
    port1.close();
  };
}
