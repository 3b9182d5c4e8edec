import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onCleanup, type Scope } from '../../testing/cleanup.ts';
import type { Random } from '../../testing/random.ts';

/** In one way of a connection, the last that gets through after the order to cut, at most. */
const mostBytesLeft = 400;

/** Forwards TCP connections, and cuts them at any byte: mid-frame more often than not. */
export class CuttingProxy {
  /** Connections that were cut. */
  cuts = 0;
  readonly #target: URL;
  readonly #random: Random;
  readonly #connections = new Set<(bytesLeft: number, isToServer: boolean) => void>();
  #port = 0;

  private constructor(target: string, random: Random) {
    this.#target = new URL(target);
    this.#random = random;
  }

  /** Listens until the scope ends, and forwards to the target's address. */
  static async start(scope: Scope, target: string, random: Random): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(target, random);
    const server = createServer((near) => proxy.#forward(near));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy.#port = (server.address() as AddressInfo).port;
    onCleanup(scope, () => {
      server.close();
      for (const cut of proxy.#connections) cut(0, true);
    });
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Cuts each open connection after a random number of further bytes, in either way. */
  cutAll(): void {
    for (const cut of [...this.#connections])
      cut(this.#random.below(mostBytesLeft), this.#random.chance(0.5));
  }

  #forward(near: Socket): void {
    const { hostname, port } = this.#target;
    const far = connect(Number(port), hostname);
    const bytesLeft = { toServer: Number.POSITIVE_INFINITY, toClient: Number.POSITIVE_INFINITY };
    let isOver = false;
    const end = (isReset: boolean) => {
      if (isOver) return;
      isOver = true;
      this.#connections.delete(cut);
      for (const socket of [near, far]) isReset ? socket.resetAndDestroy() : socket.destroy();
    };
    const cut = (left: number, isToServer: boolean) => {
      this.cuts++;
      bytesLeft[isToServer ? 'toServer' : 'toClient'] = left;
      if (left === 0) end(true);
    };
    this.#connections.add(cut);
    const pass = (from: Socket, to: Socket, way: keyof typeof bytesLeft) => {
      from.setNoDelay(true);
      from.on('data', (bytes) => {
        if (bytes.length < bytesLeft[way]) {
          bytesLeft[way] -= bytes.length;
          to.write(bytes);
          return;
        }
        // What may still go through has to be there before the end is.
        to.end(bytes.subarray(0, bytesLeft[way]), () => end(this.#random.chance(0.5)));
        bytesLeft[way] = 0;
        from.removeAllListeners('data');
        from.resume();
      });
      from.on('error', () => end(false));
      from.on('close', () => end(false));
    };
    pass(near, far, 'toServer');
    pass(far, near, 'toClient');
  }
}
