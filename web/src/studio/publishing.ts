import type { MediaKind } from '../../../schema/wire/media.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { Line, type LineEnd, type LineListener, type LineState, type LineWorld } from '../video/line.ts';
import type { WireRtp, WireTransport } from '../video/wire.ts';

/** The browser's end of a transport that sends. */
export interface Sender extends LineEnd {
  /** Sends what there is to send; resolves when the server has taken all of it. */
  start(): Promise<void>;
}

/** What a sender asks and tells. */
export interface SenderListener extends LineListener {
  /** Offers a track; resolves to its id at the server. */
  produce(kind: MediaKind, rtpParameters: WireRtp): Promise<string>;
  /** A track is sent no longer, and is not meant to be missed. */
  ended(kind: MediaKind): void;
}

export interface PublishWorld extends LineWorld {
  /** Rejects with `NoVideo` when there can be none. */
  prepare(): Promise<void>;
  openSender(transport: WireTransport, listener: SenderListener): Sender;
}

interface Offer {
  resolve(id: string): void;
  reject(error: Error): void;
}

/** Being on air with one lot: open is when the server has taken all tracks; whether they arrive, it says itself. */
export class Publishing {
  readonly #line: Line<Sender>;
  readonly #lotId: string;
  readonly #world: PublishWorld;
  /** Offers of tracks that wait for their answer. */
  readonly #offers = new Map<MediaKind, Offer>();

  constructor(lotId: string, world: PublishWorld, changed: (state: LineState) => void) {
    this.#lotId = lotId;
    this.#world = world;
    this.#line = new Line({
      role: 'publish',
      lotId,
      isSubscribed: true,
      world,
      question: async () => {
        await world.prepare();
        return { type: 'mediaPublish', lot: lotId };
      },
      changed,
    });
  }

  /** Goes on air, also away from another window. */
  start(): void {
    this.#line.start();
  }

  /** Goes off the air. */
  end(): void {
    this.#line.stop();
  }

  /** A new connection to the server, which has ended what came over the old one. */
  welcomed(): void {
    this.#line.welcomed();
  }

  /** Tells how long pictures take to the server. */
  measured(upDelayMs: number): void {
    if (this.#line.state.kind !== 'open') return;
    this.#world.send({ type: 'mediaDelay', lot: this.#lotId, upDelayMs });
  }

  take(message: ServerMessage): void {
    this.#line.take(message);
    if (!('lot' in message) || message.lot !== this.#lotId) return;
    if (message.type === 'mediaPublishing') {
      const { transport } = message;
      void this.#line.open(
        (listener) => this.#openSender(transport, listener),
        (sender) => sender.start(),
      );
    } else if (message.type === 'mediaProduced') {
      this.#offers.get(message.kind)?.resolve(message.id);
      this.#offers.delete(message.kind);
    }
  }

  #openSender(transport: WireTransport, listener: LineListener): Sender {
    const lot = this.#lotId;
    const sender = this.#world.openSender(transport, {
      ...listener,
      produce: (kind, rtpParameters) =>
        new Promise((resolve, reject) => {
          this.#withdraw(kind);
          this.#offers.set(kind, { resolve, reject });
          if (!listener.say({ type: 'mediaProduce', lot, kind, rtpParameters })) this.#withdraw(kind);
        }),
      ended: (kind) => listener.say({ type: 'mediaEnd', lot, kind }),
    });
    return {
      start: () => sender.start(),
      close: () => {
        sender.close();
        for (const kind of this.#offers.keys()) this.#withdraw(kind);
      },
    };
  }

  #withdraw(kind: MediaKind): void {
    this.#offers.get(kind)?.reject(new Error('the offer is not answered any more'));
    this.#offers.delete(kind);
  }
}
