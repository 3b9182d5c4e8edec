import type { MessagePort } from 'node:worker_threads';
import type { Thread } from '../time/thread.ts';

/**
 * One end of a lane between two threads: messages arrive in order, each after a delay of its own. They are not
 * cloned to the last leaf, which would take longer than all else, but as far as senders go on using them.
 */
class LanePort {
  readonly #thread: Thread;
  readonly #delayMs: () => number;
  peer: LanePort | null = null;
  #lastArrivalMs = 0;
  readonly #onMessage: ((message: unknown) => void)[] = [];
  #onClose: () => void = () => {};

  constructor(thread: Thread, delayMs: () => number) {
    this.#thread = thread;
    this.#delayMs = delayMs;
  }

  on(event: 'message' | 'close', listener: (message: unknown) => void): void {
    if (event === 'message') this.#onMessage.push(listener);
    else this.#onClose = () => listener(undefined);
  }

  postMessage(message: unknown): void {
    const { peer } = this;
    if (peer === null) return;
    const copy =
      typeof message === 'string' ? message : copied(message as Readonly<{ [key: string]: unknown }>);
    peer.#arrives('lane', (end) => {
      for (const listener of end.#onMessage) listener(copy);
    });
  }

  close(): void {
    const { peer } = this;
    if (peer === null) return;
    this.peer = null;
    peer.#arrives('lane closed', (end) => end.#onClose());
    peer.peer = null;
  }

  #arrives(label: string, deliver: (end: LanePort) => void): void {
    const { timeline } = this.#thread;
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, timeline.nowMs + this.#delayMs());
    this.#thread.runAt(this.#lastArrivalMs, label, () => deliver(this));
  }
}

const copied = (message: Readonly<{ [key: string]: unknown }>): unknown =>
  Object.fromEntries(
    Object.entries(message).map(([key, value]) => [key, Array.isArray(value) ? value.slice() : value]),
  );

/** A lane between two threads. */
export function lanePorts(
  near: Thread,
  far: Thread,
  delayMs: () => number,
): { near: MessagePort; far: MessagePort } {
  const nearEnd = new LanePort(near, delayMs);
  const farEnd = new LanePort(far, delayMs);
  nearEnd.peer = farEnd;
  farEnd.peer = nearEnd;
  return { near: nearEnd as unknown as MessagePort, far: farEnd as unknown as MessagePort };
}
