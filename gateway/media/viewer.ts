import type { types } from 'mediasoup';
import type { MediaKind, PreferredLayers, RtpParameters } from '../../schema/wire/media.ts';
import type { Broadcast } from './broadcast.ts';
import type { Joins } from './joins.ts';
import type { MediaWorker } from './media-workers.ts';
import type { Peer } from './peer.ts';
import { createTransport, transportOf } from './transport.ts';

/** One socket that watches the video of one lot. */
export class Viewer {
  readonly peer: Peer;
  readonly #broadcast: Broadcast;
  readonly worker: MediaWorker;
  readonly #rtpCapabilities: types.RtpCapabilities;
  #transport: types.WebRtcTransport | null = null;
  readonly #consumers = new Map<string, types.Consumer>();
  /** Consumers that the browser knows of; none before it was told of the transport. */
  readonly #told = new Set<string>();
  #isWatching = false;
  /** Producers that are shown or about to be. */
  readonly #shown = new Set<string>();
  readonly #joins: Joins | null;
  readonly #cameAtMs = performance.now();
  #preferred: types.ConsumerLayers | null = null;
  #isClosed = false;

  /** `joins` is told how long the first picture takes, if somebody wants to know. */
  constructor(
    peer: Peer,
    broadcast: Broadcast,
    worker: MediaWorker,
    rtpCapabilities: types.RtpCapabilities,
    joins: Joins | null,
  ) {
    this.peer = peer;
    this.#broadcast = broadcast;
    this.worker = worker;
    this.#rtpCapabilities = rtpCapabilities;
    this.#joins = joins;
  }

  /** Makes the transport and a consumer of each track, and tells the browser of all in one message. */
  async join(): Promise<void> {
    const router = await this.#broadcast.routerOn(this.worker);
    const transport = await createTransport(this.worker, router);
    if (this.#isClosed) return transport.close();
    this.#transport = transport;
    transport.on('dtlsstatechange', (state) => {
      // The browser is gone without a word, or can't agree: it may come again.
      if (state === 'failed' || state === 'closed') this.peer.lost(this);
    });
    transport.on('icestatechange', (state) => {
      if (state === 'disconnected') this.peer.lost(this);
    });
    const made = await Promise.all(
      [...this.#broadcast.producers.values()].map((producer) => this.#consume(producer)),
    );
    if (this.#isClosed) return;
    const picture = made.find((consumer) => consumer?.kind === 'video');
    // What came on air meanwhile goes with the rest: a browser that has no transport yet can't take it alone.
    const tracks = [...this.#consumers.values()];
    for (const { id } of tracks) this.#told.add(id);
    this.#isWatching = true;
    if (picture) this.#joins?.follow(picture, this.#cameAtMs);
    this.peer.tell({
      type: 'mediaWatching',
      lot: this.#broadcast.lot,
      transport: { ...transportOf(transport), ...this.peer.ice() },
      tracks: tracks.map(trackOf),
      upDelayMs: this.#broadcast.upDelay.toldMs,
    });
  }

  async connect(dtlsParameters: types.DtlsParameters): Promise<void> {
    await this.#transport?.connect({ dtlsParameters });
  }

  /** Shows a track that came on air. */
  async show(producer: types.Producer): Promise<void> {
    // Before that, `join` will find it.
    if (this.#transport === null) return;
    const consumer = await this.#consume(producer);
    if (consumer === null || consumer.closed || !this.#isWatching || this.#told.has(consumer.id)) return;
    this.#told.add(consumer.id);
    this.peer.tell({ type: 'mediaAdded', lot: this.#broadcast.lot, track: trackOf(consumer) });
  }

  /** The browser is ready: what it was told of may come. */
  async ready(): Promise<void> {
    await Promise.all(
      [...this.#consumers.values()].filter(({ paused }) => paused).map((consumer) => consumer.resume()),
    );
  }

  /** The largest picture that is of use to the browser, and how many of its frames. */
  async prefer({ layer, temporalLayer }: PreferredLayers): Promise<void> {
    this.#preferred = { spatialLayer: layer, temporalLayer };
    await Promise.all([...this.#consumers.values()].map((consumer) => this.#choose(consumer)));
  }

  close(): void {
    this.#isClosed = true;
    this.worker.release(() => this.#transport?.close());
  }

  async #consume(producer: types.Producer): Promise<types.Consumer | null> {
    const transport = this.#transport;
    if (transport === null || this.#shown.has(producer.id) || producer.closed) return null;
    this.#shown.add(producer.id);
    try {
      const { id: producerId } = await this.#broadcast.trackOn(this.worker, producer);
      const router = await this.#broadcast.routerOn(this.worker);
      const rtpCapabilities = this.#rtpCapabilities;
      if (this.#isClosed || !router.canConsume({ producerId, rtpCapabilities })) return null;
      const consumer = await transport.consume({ producerId, rtpCapabilities, paused: true });
      if (transport.closed) {
        // It was made before the worker heard of the end; nothing else would ever close it here.
        consumer.close();
        return null;
      }
      this.#keep(consumer);
      await this.#choose(consumer);
      return consumer;
    } catch (error) {
      // What went off the air, or whose viewer left, in the middle of this is no failure.
      if (producer.closed || transport.closed) return null;
      throw error;
    }
  }

  #keep(consumer: types.Consumer): void {
    this.worker.consumers++;
    this.#consumers.set(consumer.id, consumer);
    consumer.observer.once('close', () => {
      this.worker.consumers--;
      this.#consumers.delete(consumer.id);
      this.#told.delete(consumer.id);
    });
    consumer.once('producerclose', () => {
      if (!this.#isClosed && this.#told.has(consumer.id)) {
        this.peer.tell({ type: 'mediaRemoved', lot: this.#broadcast.lot, id: consumer.id });
      }
    });
  }

  async #choose(consumer: types.Consumer): Promise<void> {
    if (this.#preferred === null || consumer.type !== 'simulcast' || consumer.closed) return;
    await consumer.setPreferredLayers(this.#preferred);
  }
}

const trackOf = ({ id, producerId, kind, rtpParameters }: types.Consumer) => ({
  id,
  producerId,
  kind: kind as MediaKind,
  rtpParameters: rtpParameters as RtpParameters,
});
