import { type Pace, threadsNowMs, waiting } from './pacemaker.ts';

/**
 * Ticks until its thread is ended. A thread of its own can sleep for fractions of a millisecond, which
 * timers of an event loop can't: they round up to whole ones, and that alone would show as latency.
 */
export default function pace({ periodMs, state, port }: Pace): never {
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (let next = threadsNowMs() + periodMs; ; next += periodMs) {
    const pauseMs = next - threadsNowMs();
    if (pauseMs > 0) Atomics.wait(never, 0, 0, pauseMs);
    // A tick that was not taken yet stands for this one too, so that ticks never queue up.
    if (Atomics.exchange(state, 0, waiting) !== waiting) port.postMessage(next);
  }
}
