import assert from 'node:assert/strict';
import type { Scope } from '../../../testing/cleanup.ts';
import { type LotcastOptions, type RunningLotcast, startLotcast } from '../../../testing/lotcast.ts';
import { metricsUrl, scrape } from '../../metrics/testing/scrape.ts';
import type { Person } from '../../socket/testing/person.ts';
import { roomy } from '../../socket/testing/roomy.ts';
import type { SocketClient } from '../../socket/testing/socket-client.ts';

/** More connections in a row to one gateway than chance allows: one in 2^63 with two of them. */
const mostTries = 64;

/** A server with so many gateways, which tells how many sockets each of them has. */
export class Gateways {
  readonly server: RunningLotcast;
  readonly count: number;
  readonly #open = new Set<SocketClient>();
  #placing: Promise<unknown> = Promise.resolve();

  private constructor(server: RunningLotcast, count: number) {
    this.server = server;
    this.count = count;
  }

  static async start(scope: Scope, count: number, options: LotcastOptions = {}): Promise<Gateways> {
    const env = { ...roomy, GATEWAYS: String(count), SHARDS: '2', METRICS_PORT: '0', ...options.env };
    return new Gateways(await startLotcast(scope, { ...options, env }), count);
  }

  get url(): string {
    return this.server.url;
  }

  /** Open sockets of each gateway. */
  async sockets(): Promise<number[]> {
    const now = await scrape(metricsUrl(this.server));
    return Array.from({ length: this.count }, (_, n) => now.value('lotcast_sockets', { gateway: String(n) }));
  }

  /** Connects until the kernel has given each gateway somebody; gives one client of each, and ends the others. */
  onEach(scope: Scope, person: Person): Promise<SocketClient[]> {
    const placed = this.#placing.then(() => this.#onEach(scope, person));
    // One after the other, or nobody could tell whose socket came to which gateway.
    this.#placing = placed.catch(() => {});
    return placed;
  }

  /** A client on whichever gateway. */
  async connect(scope: Scope, person: Person): Promise<SocketClient> {
    const client = await person.connect(scope);
    this.#open.add(client);
    void client.closed.then(() => this.#open.delete(client));
    return client;
  }

  async #onEach(scope: Scope, person: Person): Promise<SocketClient[]> {
    const byGateway: SocketClient[] = [];
    for (let tries = 0; Object.keys(byGateway).length < this.count; tries++) {
      assert.ok(tries < mostTries, `nobody came to some of ${this.count} gateways`);
      const before = await this.#settled();
      const client = await this.connect(scope, person);
      const now = await this.#settled();
      const gateway = now.findIndex((count, n) => count === (before[n] as number) + 1);
      assert.notEqual(gateway, -1, `${before} became ${now}`);
      if (byGateway[gateway] === undefined) {
        byGateway[gateway] = client;
        continue;
      }
      client.drop();
      await client.closed;
    }
    return byGateway;
  }

  /** Sockets of each gateway once it has seen all that came and went. */
  async #settled(): Promise<number[]> {
    for (;;) {
      const now = await this.sockets();
      if (now.reduce((sum, count) => sum + count, 0) === this.#open.size) return now;
    }
  }
}
