import type { types } from 'mediasoup';
import { limits } from '../../schema/limits.ts';
import type { MediaKind } from '../../schema/wire/media.ts';
import type { Broadcast } from './broadcast.ts';
import type { Peer } from './peer.ts';
import { createTransport, transportOf } from './transport.ts';

/** The socket that a lot's video comes from. */
export class Publisher {
  readonly peer: Peer;
  readonly #broadcast: Broadcast;
  readonly #onPicture: (isComing: boolean) => void;
  #transport: types.WebRtcTransport | null = null;
  #isClosed = false;

  /** `onPicture` is told whether pictures arrive, whenever that changes. */
  constructor(peer: Peer, broadcast: Broadcast, onPicture: (isComing: boolean) => void) {
    this.peer = peer;
    this.#broadcast = broadcast;
    this.#onPicture = onPicture;
  }

  async join(): Promise<void> {
    const { home, lot } = this.#broadcast;
    const router = await this.#broadcast.routerOn(home);
    const transport = await createTransport(home, router);
    if (this.#isClosed) return transport.close();
    this.#transport = transport;
    await transport.setMaxIncomingBitrate(limits.maxPublishBitrateBps);
    transport.on('dtlsstatechange', (state) => {
      if (state === 'failed' || state === 'closed') this.peer.lost(this);
    });
    transport.on('icestatechange', (state) => {
      if (state === 'disconnected') this.peer.lost(this);
    });
    if (this.#isClosed) return;
    this.peer.tell({ type: 'mediaPublishing', lot, transport: transportOf(transport) });
  }

  async connect(dtlsParameters: types.DtlsParameters): Promise<void> {
    await this.#transport?.connect({ dtlsParameters });
  }

  /** Takes one track; another of its kind makes room. */
  async produce(kind: MediaKind, rtpParameters: types.RtpParameters): Promise<void> {
    const transport = this.#transport;
    if (transport === null) return;
    const producer = await transport.produce({
      kind,
      rtpParameters,
      // However large the crowd that comes in, the broadcaster makes a whole picture only so often.
      keyFrameRequestDelay: limits.keyFrameDelayMs,
    });
    if (this.#isClosed) return producer.close();
    if (kind === 'video') this.#watchPicture(producer);
    this.peer.tell({ type: 'mediaProduced', lot: this.#broadcast.lot, kind, id: producer.id });
    await this.#broadcast.added(kind, producer);
  }

  close(): void {
    this.#isClosed = true;
    this.#transport?.close();
  }

  /** mediasoup scores each stream by what arrives of it, 0 to 10; 0 is nothing at all. */
  #watchPicture(producer: types.Producer): void {
    let isComing = false;
    const changed = (now: boolean) => {
      if (now === isComing) return;
      isComing = now;
      this.#onPicture(now);
    };
    producer.on('score', (scores) => changed(scores.some(({ score }) => score > 0)));
    producer.observer.once('close', () => changed(false));
  }
}
