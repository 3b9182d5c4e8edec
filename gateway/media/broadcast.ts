import type { types } from 'mediasoup';
import { limits } from '../../schema/limits.ts';
import type { MediaKind } from '../../schema/wire/media.ts';
import type { ServerMessage } from '../../schema/wire/server.ts';
import { mediaCodecs } from './codecs.ts';
import type { MediaWorker } from './media-workers.ts';
import type { Publisher } from './publisher.ts';
import { UpDelay } from './up-delay.ts';
import type { Viewer } from './viewer.ts';

/**
 * The video of one lot: a publisher on its home worker, and viewers there and, when that one is full, on
 * others, to which each track is piped once.
 */
export class Broadcast {
  readonly lot: string;
  readonly home: MediaWorker;
  readonly viewers = new Set<Viewer>();
  readonly producers = new Map<MediaKind, types.Producer>();
  readonly upDelay: UpDelay;
  publisher: Publisher | null = null;
  readonly #routers = new Map<MediaWorker, Promise<types.Router>>();
  /** Tracks as other workers have them, by worker and the id of the producer at home. */
  readonly #piped = new Map<MediaWorker, Map<string, Promise<types.Producer>>>();

  /** `tell` reaches everybody who follows the lot. */
  constructor(lot: string, home: MediaWorker, tell: (message: ServerMessage) => void) {
    this.lot = lot;
    this.home = home;
    this.upDelay = new UpDelay((upDelayMs) => tell({ type: 'mediaDelayed', lot, upDelayMs }));
  }

  get isEmpty(): boolean {
    return this.publisher === null && this.viewers.size === 0;
  }

  /** The worker for one more viewer: at home as long as there is room. */
  workerFor(idlest: MediaWorker | null): MediaWorker {
    return idlest === null || this.home.consumers < limits.maxWorkerConsumers ? this.home : idlest;
  }

  /** The lot's router on a worker, made when it is first needed. */
  routerOn(worker: MediaWorker): Promise<types.Router> {
    let router = this.#routers.get(worker);
    if (router === undefined) {
      router = worker.process.createRouter({ mediaCodecs });
      this.#routers.set(worker, router);
      router.catch(() => this.#routers.delete(worker));
    }
    return router;
  }

  /** A track as the router on `worker` has it. */
  async trackOn(worker: MediaWorker, producer: types.Producer): Promise<types.Producer> {
    if (worker === this.home) return producer;
    let tracks = this.#piped.get(worker);
    if (tracks === undefined) {
      tracks = new Map();
      this.#piped.set(worker, tracks);
    }
    let piped = tracks.get(producer.id);
    if (piped === undefined) {
      piped = this.#pipe(worker, producer);
      tracks.set(producer.id, piped);
      const forget = () => tracks.delete(producer.id);
      piped.catch(forget);
      producer.observer.once('close', forget);
    }
    return piped;
  }

  /** Takes a track on air and shows it to everybody. */
  async added(kind: MediaKind, producer: types.Producer): Promise<void> {
    this.producers.set(kind, producer);
    producer.observer.once('close', () => {
      if (this.producers.get(kind) === producer) this.producers.delete(kind);
    });
    // A viewer who can't be shown it, whatever he says that he can decode, is no concern of the seller's.
    await Promise.all(
      [...this.viewers].map((viewer) => viewer.show(producer).catch(() => viewer.peer.lost(viewer))),
    );
  }

  /** Nothing of it is used any more. */
  close(): void {
    for (const [worker, router] of this.#routers) {
      router.then(
        (made) => worker.release(() => made.close()),
        () => {},
      );
    }
    this.#routers.clear();
  }

  async #pipe(worker: MediaWorker, producer: types.Producer): Promise<types.Producer> {
    const [from, to] = await Promise.all([this.routerOn(this.home), this.routerOn(worker)]);
    const { pipeProducer } = await from.pipeToRouter({ producerId: producer.id, router: to });
    if (pipeProducer === undefined) throw new Error('the track could not be piped');
    return pipeProducer;
  }
}
