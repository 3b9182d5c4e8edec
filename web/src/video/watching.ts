import type { ServerMessage } from '../../../schema/wire/server.ts';
import { Line, type LineEnd, type LineListener, type LineState, type LineWorld } from './line.ts';
import type { Layers } from './rungs.ts';
import type { WireCapabilities, WireTrack, WireTransport } from './wire.ts';

/** The browser's end of a transport that receives. */
export interface Receiver extends LineEnd {
  consume(tracks: readonly WireTrack[]): Promise<void>;
  remove(id: string): void;
}

export interface WatchWorld extends LineWorld {
  /** What this browser can decode; rejects with `NoVideo` when there can be none. */
  capabilities(): Promise<WireCapabilities>;
  openReceiver(transport: WireTransport, listener: LineListener): Receiver;
}

/** Watching one lot: its tracks, as they come and go with the seller's, and the size that is of use. */
export class Watching {
  readonly #line: Line<Receiver>;
  readonly #lotId: string;
  readonly #world: WatchWorld;
  #layers: Layers | null = null;

  /** `isSubscribed` says whether the lot's subscription is answered already. */
  constructor(lotId: string, isSubscribed: boolean, world: WatchWorld, changed: (state: LineState) => void) {
    this.#lotId = lotId;
    this.#world = world;
    this.#line = new Line({
      role: 'watch',
      lotId,
      isSubscribed,
      world,
      question: async () => ({
        type: 'mediaWatch',
        lot: lotId,
        rtpCapabilities: await world.capabilities(),
      }),
      changed,
    });
  }

  /** There is something to watch. */
  start(): void {
    if (this.#line.state.kind === 'off') this.#line.start();
  }

  /** The person wants it to be tried again. */
  again(): void {
    this.#line.start();
  }

  /** A new connection; what the last one was refused may be had over this one. */
  welcomed(): void {
    this.#line.welcomed();
    if (this.#line.state.kind === 'refused') this.#line.start();
  }

  /** Says how much is of use. */
  prefer(layers: Layers): void {
    if (layers === this.#layers) return;
    this.#layers = layers;
    if (this.#line.end !== null) this.#sendLayers();
  }

  /** Watches no longer. */
  leave(): void {
    this.#line.stop();
  }

  take(message: ServerMessage): void {
    this.#line.take(message);
    if (!('lot' in message) || message.lot !== this.#lotId) return;
    if (message.type === 'mediaWatching') {
      const { transport, tracks } = message;
      void this.#line.open(
        (listener) => this.#world.openReceiver(transport, listener),
        async (receiver) => {
          this.#sendLayers();
          await this.#consume(receiver, tracks);
        },
      );
    } else if (message.type === 'mediaAdded') {
      const receiver = this.#line.end;
      if (receiver === null) return;
      this.#consume(receiver, [message.track]).catch(() => {
        if (receiver === this.#line.end) this.#line.broke();
      });
    } else if (message.type === 'mediaRemoved') this.#line.end?.remove(message.id);
  }

  async #consume(receiver: Receiver, tracks: readonly WireTrack[]): Promise<void> {
    if (tracks.length === 0) return;
    await receiver.consume(tracks);
    if (receiver === this.#line.end) this.#world.send({ type: 'mediaReady', lot: this.#lotId });
  }

  #sendLayers(): void {
    if (this.#layers === null) return;
    this.#world.send({ type: 'mediaPrefer', lot: this.#lotId, ...this.#layers });
  }
}
