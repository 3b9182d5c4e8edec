import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Where to connect: a port of 127.0.0.1 or the path of a Unix socket. */
export type Place = { readonly port: number } | { readonly path: string };

/** A connection on which bytes are sent as they stand, with all that came back. */
export class Wire {
  readonly socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #isOver = false;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    const over = () => {
      this.#isOver = true;
      this.#wake();
    };
    socket.once('end', over).once('close', over);
  }

  static async open(place: Place): Promise<Wire> {
    // Half open: a client may end its side and still want the answer.
    const socket = connect({
      ...('port' in place ? { host: '127.0.0.1' } : {}),
      ...place,
      allowHalfOpen: true,
    });
    await once(socket, 'connect');
    return new Wire(socket);
  }

  get received(): Buffer {
    return this.#received;
  }

  /** Whether the other side sends nothing more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Takes bytes off the front of what was received. */
  take(count: number): Buffer {
    const taken = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return taken;
  }

  /** Sends, and lets the event loop turn, so that pieces have a chance to arrive apart. */
  async send(bytes: Buffer): Promise<void> {
    if (this.socket.writable) this.socket.write(bytes);
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Waits until `isEnough` says so; false if the other side ended, or that took too long. */
  async until(isEnough: () => boolean, timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    while (!isEnough()) {
      const leftMs = deadline - performance.now();
      if (this.#isOver || leftMs <= 0) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return true;
  }

  /** Waits until nothing has come for a while. */
  async untilQuiet(quietMs: number): Promise<void> {
    for (let before = -1; before !== this.#received.length && !this.#isOver; ) {
      before = this.#received.length;
      await this.until(() => this.#received.length !== before, quietMs);
    }
  }

  drop(): void {
    this.socket.destroy();
  }
}
