import { EventEmitter } from 'node:events';
import type { MessagePort } from 'node:worker_threads';

/**
 * One end of a channel within one thread: messages are cloned as between threads and arrive in order, but as
 * soon as the sender's turn is over, so that a test needs no real time.
 */
class PairedPort extends EventEmitter {
  peer: PairedPort | null = null;
  postCount = 0;
  readonly #arrived: unknown[] = [];

  postMessage(message: unknown, transfer: ArrayBuffer[] = []): void {
    this.postCount++;
    const { peer } = this;
    if (peer === null) return;
    peer.#arrived.push(structuredClone(message, { transfer }));
    queueMicrotask(() => peer.#deliver());
  }

  /** What has arrived already is still delivered, as a real port does from within a delivery. */
  close(): void {
    const { peer } = this;
    if (peer === null) return;
    this.peer = null;
    peer.peer = null;
    queueMicrotask(() => peer.emit('close'));
  }

  #deliver(): void {
    this.emit('message', this.#arrived.shift());
  }
}

export interface PortPair {
  readonly near: MessagePort;
  readonly far: MessagePort;
  /** Messages that were posted at the near end. */
  posted(): number;
}

export function portPair(): PortPair {
  const [near, far] = [new PairedPort(), new PairedPort()];
  near.peer = far;
  far.peer = near;
  const asPort = (port: PairedPort) => port as unknown as MessagePort;
  return { near: asPort(near), far: asPort(far), posted: () => near.postCount };
}
