import type { types } from 'mediasoup';
import { limits } from '../../schema/limits.ts';
import type { MediaKind } from '../../schema/wire/media.ts';
import { Arrival } from './arrival.ts';
import type { Broadcast } from './broadcast.ts';
import type { Peer } from './peer.ts';
import { withoutViewersLoss } from './sound-loss.ts';
import { createTransport, transportOf } from './transport.ts';

/** The socket that a lot's video comes from. */
export class Publisher {
  readonly peer: Peer;
  readonly #broadcast: Broadcast;
  readonly #arrival: Arrival;
  /** One track after the other, so that each finds the one before it there. */
  #changes: Promise<void> = Promise.resolve();
  #transport: types.WebRtcTransport | null = null;
  #isClosed = false;

  /** `onArrival` is told whether what is sent arrives, whenever that changes. */
  constructor(peer: Peer, broadcast: Broadcast, onArrival: (isComing: boolean) => void) {
    this.peer = peer;
    this.#broadcast = broadcast;
    this.#arrival = new Arrival(onArrival);
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
    this.peer.tell({
      type: 'mediaPublishing',
      lot,
      transport: { ...transportOf(transport), ...this.peer.ice() },
    });
  }

  async connect(dtlsParameters: types.DtlsParameters): Promise<void> {
    await this.#transport?.connect({ dtlsParameters });
  }

  /** Takes one track; another of its kind makes room. */
  produce(kind: MediaKind, rtpParameters: types.RtpParameters): Promise<void> {
    return this.#inTurn(() => this.#produce(kind, rtpParameters));
  }

  /** Takes a track off the air; the other goes on. */
  end(kind: MediaKind): Promise<void> {
    return this.#inTurn(async () => this.#broadcast.producers.get(kind)?.close());
  }

  close(): void {
    this.#isClosed = true;
    this.#broadcast.home.release(() => this.#transport?.close());
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const changed = this.#changes.then(change);
    this.#changes = changed.catch(() => {});
    return changed;
  }

  async #produce(kind: MediaKind, rtpParameters: types.RtpParameters): Promise<void> {
    const transport = this.#transport;
    if (transport === null || this.#isClosed) return;
    // First, for the worker lets no two tracks have the same mid or the same ssrc.
    this.#broadcast.producers.get(kind)?.close();
    const producer = await transport.produce({
      kind,
      rtpParameters: withoutViewersLoss(rtpParameters),
      // However large the crowd that comes in, the broadcaster makes a whole picture only so often.
      keyFrameRequestDelay: limits.keyFrameDelayMs,
    });
    if (this.#isClosed) return producer.close();
    this.#arrival.follow(producer);
    this.peer.tell({ type: 'mediaProduced', lot: this.#broadcast.lot, kind, id: producer.id });
    await this.#broadcast.added(kind, producer);
  }
}
