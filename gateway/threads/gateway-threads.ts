import { extname } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { JSONWebKeySet } from 'jose';
import { Piscina } from 'piscina';
import type { LaneMemory } from '../../actors/lane/lane-memory.ts';
import type { RoomReactions } from '../chat/socket/reactions.ts';
import type { WebHandler } from '../http/attach-http.ts';
import type { FailureLog } from '../http/failure.ts';
import type { GatewayMeasures } from '../metrics/gateway-measures.ts';
import type { Denied } from '../people/tokens/denials.ts';
import type { RateCount } from '../socket/person-rates.ts';
import type { GatewayViewers } from '../socket/viewers.ts';
import { ForwardedRequests } from './forwarded-requests.ts';
import { type Desks, ForwardedSockets } from './forwarded-sockets.ts';
import type { FromGateway, GatewayTask, ToGateway } from './messages.ts';
import { OpenApps } from './open-apps.ts';

export interface GatewayThreadsOptions {
  /** How many there are beside the first gateway. */
  readonly count: number;
  readonly task: Omit<GatewayTask, 'control' | 'openApps'>;
  readonly log: FailureLog;
  /** What has changed in who watches on one of them, by its number; the first gateway is 0. */
  readonly onViewers: (gateway: number, changes: readonly GatewayViewers[]) => void;
  /** What people on one of them react with. */
  readonly onReactions: (reactions: readonly RoomReactions[]) => void;
  /** Who has sent much on one of them in the last second. */
  readonly onRates: (counts: readonly RateCount[]) => void;
  /** One of them is gone for good, with the connections of its people. */
  readonly onDied: (reason: string) => void;
}

/** What answers for the others; there is one of each in the process, on the main thread. */
export interface FirstGateway extends Desks {
  readonly handler: WebHandler;
  /** Throws a problem when an address asks for too much. */
  readonly admit: (address: string) => void;
}

interface Thread {
  readonly control: MessagePort;
  readonly task: Promise<void>;
}

/** How long the others get to close when the process ends all of a sudden. */
const farewellMs = 5_000;

/** The gateways beside the first one, each on a thread of its own. */
export class GatewayThreads {
  readonly #options: GatewayThreadsOptions;
  readonly #piscina: Piscina<GatewayTask, void> | null;
  readonly #threads: readonly Thread[];
  readonly #openApps = new OpenApps();
  readonly #measuring = new Map<number, (measures: GatewayMeasures) => void>();
  #lastCorrelation = 0;
  #isStopping = false;

  constructor(options: GatewayThreadsOptions) {
    this.#options = options;
    const { count } = options;
    this.#piscina =
      count === 0
        ? null
        : new Piscina<GatewayTask, void>({
            filename: new URL(`./gateway-thread${extname(import.meta.url)}`, import.meta.url).href,
            minThreads: count,
            maxThreads: count,
            // A thread that waits in Atomics.wait for its next task would never see its ports.
            atomics: 'disabled',
          });
    this.#threads = Array.from({ length: count }, () => this.#start());
    // Whatever ends the process ends its threads, and one with anything of uWebSockets.js open would abort it.
    process.once('exit', this.#closeAtOnce);
  }

  /** Has all of them take connections on the port that the first gateway has; rejects if one of them can't. */
  async listen(port: number, first: FirstGateway): Promise<void> {
    await Promise.all(
      this.#threads.map(({ control, task }, n) => {
        const listening = new Promise<void>((resolve) => this.#follow(n, first, resolve));
        this.#send(control, { type: 'listen', port, hasMedia: first.media !== null });
        return Promise.race([listening, task]);
      }),
    );
  }

  /** A lane of one of them, by its number, to a shard that has just started. */
  connect(gateway: number, shard: number, lane: MessagePort, memory: LaneMemory): void {
    const thread = this.#threads[gateway - 1] as Thread;
    const message: ToGateway = { type: 'lane', shard, lane, memory: memory.shared };
    thread.control.postMessage(message, [lane]);
  }

  /** Lanes to this shard lead nowhere. */
  lost(shard: number): void {
    this.#sendAll({ type: 'laneLost', shard });
  }

  /** Tells all but the gateway that it comes from. */
  tellViewers(gateway: number, changes: readonly GatewayViewers[]): void {
    for (const [n, { control }] of this.#threads.entries()) {
      if (n + 1 !== gateway) this.#send(control, { type: 'viewers', gateway, changes });
    }
  }

  /** The same for what people react with. */
  tellReactions(gateway: number, reactions: readonly RoomReactions[]): void {
    for (const [n, { control }] of this.#threads.entries()) {
      if (n + 1 !== gateway) this.#send(control, { type: 'reactions', reactions });
    }
  }

  publish(topic: string, frame: string): void {
    this.#sendAll({ type: 'publish', topic, frame });
  }

  /** Has them know people by these keys from now on. */
  setTokenKeys(keys: JSONWebKeySet): void {
    this.#sendAll({ type: 'tokenKeys', keys });
  }

  /** Has them take nothing more of these people in this second. */
  tellTooMuch(people: readonly number[]): void {
    this.#sendAll({ type: 'tooMuch', people });
  }

  /** Has them let somebody in no longer. */
  deny(denied: Denied): void {
    this.#sendAll({ type: 'deny', denied });
  }

  /** Asks each of them what it has counted. */
  measures(): Promise<GatewayMeasures>[] {
    return this.#threads.map(({ control }) => {
      const correlation = ++this.#lastCorrelation;
      return new Promise((resolve) => {
        this.#measuring.set(correlation, resolve);
        this.#send(control, { type: 'measure', correlation });
      });
    });
  }

  /** Has them take no more connections, and tell their clients to come back later. */
  closeSockets(): void {
    this.#isStopping = true;
    this.#sendAll({ type: 'closeSockets' });
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#sendAll({ type: 'stop' });
    await Promise.allSettled(this.#threads.map(({ task }) => task));
    await this.#piscina?.destroy();
    process.off('exit', this.#closeAtOnce);
  }

  #start(): Thread {
    const { port1: control, port2 } = new MessageChannel();
    const task = (this.#piscina as Piscina<GatewayTask, void>).run(
      { ...this.#options.task, control: port2, openApps: this.#openApps.memory },
      { transferList: [port2] },
    );
    task.catch((error: unknown) => {
      if (!this.#isStopping) this.#options.onDied(String(error));
    });
    return { control, task };
  }

  #follow(n: number, first: FirstGateway, onListening: () => void): void {
    const { control } = this.#threads[n] as Thread;
    const { log, onViewers, onReactions, onRates } = this.#options;
    const { handler, admit } = first;
    const requests = new ForwardedRequests({
      handler,
      admit,
      log,
      send: (about) => this.#send(control, { type: 'http', about }),
    });
    const sockets = new ForwardedSockets(first, (frame) => this.#send(control, { type: 'socket', frame }));
    control.on('message', (message: FromGateway) => {
      switch (message.type) {
        case 'listening':
          return onListening();
        case 'viewers':
          this.tellViewers(n + 1, message.changes);
          return onViewers(n + 1, message.changes);
        case 'reactions':
          this.tellReactions(n + 1, message.reactions);
          return onReactions(message.reactions);
        case 'rates':
          return onRates(message.counts);
        case 'socket':
          return sockets.heard(message.told);
        case 'http':
          return requests.heard(message.about);
        case 'measures':
          this.#measuring.get(message.correlation)?.(message.measures);
          this.#measuring.delete(message.correlation);
          return;
        case 'failure':
          return log.error(message.details, message.message);
      }
    });
  }

  #send(control: MessagePort, message: ToGateway): void {
    control.postMessage(message);
  }

  #sendAll(message: ToGateway): void {
    for (const { control } of this.#threads) this.#send(control, message);
  }

  readonly #closeAtOnce = (): void => {
    this.#sendAll({ type: 'stop' });
    this.#openApps.waitForNone(farewellMs);
  };
}
