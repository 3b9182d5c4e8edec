import type { MediaKind } from '../../../schema/wire/media.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { Attempts } from '../video/attempts.ts';
import { NoVideo, refusalOfCode, type VideoRefusal } from '../video/refusals.ts';
import { Timers } from '../video/timers.ts';
import type { SignallingWorld, WireDtls, WireRtp, WireTransport } from '../video/wire.ts';

/** How it stands with the own picture on its way to the server. */
export type PublishState =
  | { readonly kind: 'off' }
  | { readonly kind: 'asking' }
  /** All tracks are taken; whether they arrive is for the server to say. */
  | { readonly kind: 'sending' }
  /** Broken, and begun again in a moment. */
  | { readonly kind: 'waiting' }
  /** Another window publishes the lot now. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'refused'; readonly why: VideoRefusal };

/** The browser's end of a transport that sends. */
export interface Sender {
  /** Sends what there is to send; resolves when the server has taken all of it. */
  start(): Promise<void>;
  close(): void;
}

/** What a sender asks and tells. */
export interface SenderListener {
  connect(dtlsParameters: WireDtls): void;
  /** Offers a track; resolves to its id at the server. */
  produce(kind: MediaKind, rtpParameters: WireRtp): Promise<string>;
  connected(isConnected: boolean): void;
}

export interface PublishWorld extends SignallingWorld {
  /** Rejects with `NoVideo` when there can be none. */
  prepare(): Promise<void>;
  openSender(transport: WireTransport, listener: SenderListener): Sender;
}

const answerWithinMs = 8_000;
const connectWithinMs = 15_000;
const steadyAfterMs = 10_000;

type ServerError = Extract<ServerMessage, { type: 'error' }>;

/** The order in which one goes on air, stays there and comes back after what broke. */
export class Publishing {
  #state: PublishState = { kind: 'off' };
  #sender: Sender | null = null;
  #isSubscribed = true;
  /** Counts the questions, so that what belongs to an older one is known. */
  #turn = 0;
  /** Offers of tracks that wait for their answer. */
  readonly #offers = new Map<MediaKind, { resolve: (id: string) => void; reject: (error: Error) => void }>();
  readonly #timers: Timers;
  readonly #attempts: Attempts;
  readonly #lotId: string;
  readonly #world: PublishWorld;
  readonly #changed: (state: PublishState) => void;

  constructor(lotId: string, world: PublishWorld, changed: (state: PublishState) => void) {
    this.#lotId = lotId;
    this.#world = world;
    this.#changed = changed;
    this.#attempts = new Attempts(world.random);
    this.#timers = new Timers(world.after);
  }

  /** Goes on air, also away from another window. */
  start(): void {
    this.#attempts.forget();
    void this.#ask();
  }

  /** Ends the picture. */
  end(): void {
    if (this.#isOn()) this.#sendLeave();
    this.#stop({ kind: 'off' });
  }

  /** A new connection to the server, which has ended what came over the old one. */
  welcomed(): void {
    this.#isSubscribed = false;
    if (!this.#isOn()) return;
    this.#attempts.forget();
    this.#stop({ kind: 'asking' });
  }

  take(message: ServerMessage): void {
    if (message.type === 'error') {
      if (message.about?.lot === this.#lotId) this.#takeError(message);
      return;
    }
    if (!('lot' in message) || message.lot !== this.#lotId) return;
    switch (message.type) {
      case 'snapshot':
      case 'events':
        if (this.#isSubscribed) return;
        this.#isSubscribed = true;
        if (this.#state.kind === 'asking') void this.#ask();
        return;
      case 'mediaPublishing':
        if (this.#state.kind === 'asking') void this.#open(message.transport);
        return;
      case 'mediaProduced':
        this.#offers.get(message.kind)?.resolve(message.id);
        this.#offers.delete(message.kind);
        return;
      case 'mediaClosed':
        if (message.role !== 'publish' || !this.#isOn()) return;
        if (message.again) this.#retry();
        else this.#stop({ kind: 'elsewhere' });
    }
  }

  #takeError({ code, about }: ServerError): void {
    const type = about?.type ?? '';
    if (!['mediaPublish', 'mediaConnect', 'mediaProduce'].includes(type) || !this.#isOn()) return;
    const why = refusalOfCode(code, type);
    if (why === null) this.#retry();
    else this.#stop({ kind: 'refused', why });
  }

  async #ask(): Promise<void> {
    this.#stop({ kind: 'asking' });
    if (!this.#isSubscribed) return;
    const turn = this.#turn;
    try {
      await this.#world.prepare();
      if (turn !== this.#turn) return;
      this.#timers.start('answer', answerWithinMs, () => this.#retry());
      // Unsent, it is asked for after the next welcome.
      this.#world.send({ type: 'mediaPublish', lot: this.#lotId });
    } catch (error) {
      if (turn !== this.#turn) return;
      if (error instanceof NoVideo) this.#stop({ kind: 'refused', why: error.why });
      else this.#retry();
    }
  }

  async #open(transport: WireTransport): Promise<void> {
    const turn = this.#turn;
    this.#timers.cancelAll();
    this.#sender?.close();
    const sender = this.#world.openSender(transport, {
      connect: (dtlsParameters) => {
        if (turn !== this.#turn) return;
        this.#world.send({ type: 'mediaConnect', lot: this.#lotId, role: 'publish', dtlsParameters });
        this.#timers.start('connect', connectWithinMs, () => this.#lost());
      },
      produce: (kind, rtpParameters) =>
        new Promise((resolve, reject) => {
          this.#offers.get(kind)?.reject(new Error('another track of its kind was offered'));
          this.#offers.set(kind, { resolve, reject });
          this.#world.send({ type: 'mediaProduce', lot: this.#lotId, kind, rtpParameters });
        }),
      connected: (isConnected) => {
        if (turn !== this.#turn) return;
        this.#timers.cancel('connect');
        this.#timers.cancel('steady');
        if (isConnected) this.#timers.start('steady', steadyAfterMs, () => this.#attempts.forget());
        else this.#lost();
      },
    });
    this.#sender = sender;
    try {
      await sender.start();
      if (turn === this.#turn) this.#enter({ kind: 'sending' });
    } catch {
      if (turn === this.#turn) this.#lost();
    }
  }

  /** The transport is no good any more, and the server may not know it. */
  #lost(): void {
    this.#sendLeave();
    this.#retry();
  }

  #retry(): void {
    const waitMs = this.#attempts.nextMs();
    if (waitMs === null) {
      this.#sendLeave();
      this.#stop({ kind: 'refused', why: 'failed' });
      return;
    }
    this.#stop({ kind: 'waiting' });
    this.#timers.start('retry', waitMs, () => void this.#ask());
  }

  /** Closes what there is and enters a state. */
  #stop(state: PublishState): void {
    this.#turn++;
    this.#timers.cancelAll();
    this.#sender?.close();
    this.#sender = null;
    for (const { reject } of this.#offers.values()) reject(new Error('the transport is closed'));
    this.#offers.clear();
    this.#enter(state);
  }

  #isOn(): boolean {
    return ['asking', 'sending', 'waiting'].includes(this.#state.kind);
  }

  #sendLeave(): void {
    this.#world.send({ type: 'mediaLeave', lot: this.#lotId, role: 'publish' });
  }

  #enter(state: PublishState): void {
    this.#state = state;
    this.#changed(state);
  }
}
