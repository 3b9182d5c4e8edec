import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** One answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A connection on which bytes are sent as they stand, and answers with a length are read. */
export class RawClient {
  readonly socket: Socket;
  /** Resolves when the connection is closed by whichever side. */
  readonly closed: Promise<void>;
  #received = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
    });
  }

  static async connect(t: Pick<TestContext, 'after'>, port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    t.after(() => socket.destroy());
    return new RawClient(socket);
  }

  send(text: string): void {
    this.socket.write(text);
  }

  /** The next answer; one to HEAD has no body whatever its length says. */
  async answer({ toHead = false } = {}): Promise<RawAnswer> {
    const headEnd = await this.#until(() => this.#received.indexOf('\r\n\r\n'));
    const [first = '', ...lines] = this.#received.subarray(0, headEnd).toString('latin1').split('\r\n');
    const headers = new Map(
      lines.map((line) => {
        const cut = line.indexOf(':');
        return [line.slice(0, cut).toLowerCase(), line.slice(cut + 1).trim()];
      }),
    );
    const start = headEnd + 4;
    const end = start + (toHead ? 0 : Number(headers.get('content-length') ?? 0));
    await this.#until(() => (this.#received.length >= end ? end : -1));
    const body = this.#received.subarray(start, end).toString('utf8');
    this.#received = this.#received.subarray(end);
    return { status: Number(first.split(' ')[1]), headers, body };
  }

  async #until(place: () => number): Promise<number> {
    for (let found = place(); ; found = place()) {
      if (found >= 0) return found;
      if (this.socket.destroyed) throw new Error('The connection was closed before the answer was whole');
      await Promise.race([once(this.socket, 'data'), this.closed]);
    }
  }
}
