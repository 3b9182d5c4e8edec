import type { ServerMessage } from '../../../schema/wire/server.ts';
import { Attempts } from './attempts.ts';
import { NoVideo, refusalOfCode, type VideoRefusal } from './refusals.ts';
import { Timers } from './timers.ts';
import type { SignallingWorld, WireCapabilities, WireDtls, WireTrack, WireTransport } from './wire.ts';

/** How it stands with the picture of a lot. */
export type WatchState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking' }
  /** The server's transport is there; tracks come and go with the seller's. */
  | { readonly kind: 'open' }
  /** Broken, and asked for again in a moment. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'refused'; readonly why: VideoRefusal };

/** The browser's end of a transport that receives. */
export interface Receiver {
  consume(track: WireTrack): Promise<void>;
  remove(id: string): void;
  close(): void;
}

/** What a receiver tells. */
export interface ReceiverListener {
  connect(dtlsParameters: WireDtls): void;
  /** The way to the server is there (again), or lost. */
  connected(isConnected: boolean): void;
}

export interface WatchWorld extends SignallingWorld {
  /** What this browser can decode; rejects with `NoVideo` when there can be none. */
  capabilities(): Promise<WireCapabilities>;
  openReceiver(transport: WireTransport, listener: ReceiverListener): Receiver;
}

const answerWithinMs = 8_000;
const connectWithinMs = 12_000;
const steadyAfterMs = 10_000;

/**
 * The order in which the picture of one lot is asked for, kept and asked for again. A picture that still comes
 * is shown until the next one is there, so that a short loss of the WebSocket does not darken the stage.
 */
export class Watching {
  #state: WatchState = { kind: 'idle' };
  #receiver: Receiver | null = null;
  #isWanted = false;
  #isSubscribed: boolean;
  #layer: number | null = null;
  /** Counts the questions, so that what belongs to an older one is known. */
  #turn = 0;
  readonly #timers: Timers;
  readonly #attempts: Attempts;
  readonly #lotId: string;
  readonly #world: WatchWorld;
  readonly #changed: (state: WatchState) => void;

  /** `isSubscribed` says whether the lot's subscription is answered already. */
  constructor(lotId: string, isSubscribed: boolean, world: WatchWorld, changed: (state: WatchState) => void) {
    this.#lotId = lotId;
    this.#isSubscribed = isSubscribed;
    this.#world = world;
    this.#changed = changed;
    this.#attempts = new Attempts(world.random);
    this.#timers = new Timers(world.after);
  }

  /** There is something to watch. */
  start(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#ask();
  }

  /** The person wants it to be tried again. */
  again(): void {
    this.#attempts.forget();
    this.#ask();
  }

  /** A new connection to the server, which knows nothing of the old one's transports. */
  welcomed(): void {
    this.#isSubscribed = false;
    this.#turn++;
    this.#timers.cancelAll();
    this.#attempts.forget();
  }

  /** Says which size is of use. */
  prefer(layer: number): void {
    if (layer === this.#layer) return;
    this.#layer = layer;
    if (this.#state.kind === 'open') this.#sendLayer();
  }

  /** Watches no longer. */
  leave(): void {
    if (this.#state.kind === 'open' || this.#state.kind === 'asking') this.#sendLeave();
    this.#isWanted = false;
    this.#turn++;
    this.#timers.cancelAll();
    this.#closeReceiver();
    this.#enter({ kind: 'idle' });
  }

  take(message: ServerMessage): void {
    if (!('lot' in message) || message.lot !== this.#lotId) {
      if (message.type === 'error' && message.about?.lot === this.#lotId) this.#takeError(message);
      return;
    }
    switch (message.type) {
      case 'snapshot':
      case 'events':
        if (this.#isSubscribed) return;
        this.#isSubscribed = true;
        if (this.#isWanted) this.#ask();
        return;
      case 'mediaWatching':
        if (this.#state.kind === 'asking') this.#open(message.transport, message.tracks);
        return;
      case 'mediaAdded':
        if (this.#state.kind === 'open') void this.#consume([message.track]);
        return;
      case 'mediaRemoved':
        this.#receiver?.remove(message.id);
        return;
      case 'mediaClosed':
        if (message.role === 'watch' && this.#isWanted) this.#retry();
    }
  }

  #takeError(message: Extract<ServerMessage, { type: 'error' }>): void {
    const type = message.about?.type;
    if (type !== 'mediaWatch' && type !== 'mediaConnect' && type !== 'mediaReady') return;
    // Connecting is a message of those who publish as well.
    if (type !== 'mediaWatch' && this.#state.kind !== 'open') return;
    const why = refusalOfCode(message.code, type);
    if (why === null) this.#retry();
    else this.#refuse(why);
  }

  async #ask(): Promise<void> {
    if (!this.#isSubscribed) return;
    const turn = ++this.#turn;
    this.#timers.cancelAll();
    this.#enter({ kind: 'asking' });
    try {
      const rtpCapabilities = await this.#world.capabilities();
      if (turn !== this.#turn) return;
      this.#timers.start('answer', answerWithinMs, () => this.#retry());
      // Unsent, it is asked for after the next welcome.
      this.#world.send({ type: 'mediaWatch', lot: this.#lotId, rtpCapabilities });
    } catch (error) {
      if (turn !== this.#turn) return;
      if (error instanceof NoVideo) this.#refuse(error.why);
      else this.#retry();
    }
  }

  #open(transport: WireTransport, tracks: readonly WireTrack[]): void {
    const turn = this.#turn;
    this.#timers.cancelAll();
    this.#closeReceiver();
    this.#receiver = this.#world.openReceiver(transport, {
      connect: (dtlsParameters) => {
        if (turn !== this.#turn) return;
        this.#world.send({ type: 'mediaConnect', lot: this.#lotId, role: 'watch', dtlsParameters });
        this.#timers.start('connect', connectWithinMs, () => this.#lost());
      },
      connected: (isConnected) => {
        if (turn !== this.#turn) return;
        this.#timers.cancel('connect');
        this.#timers.cancel('steady');
        if (isConnected) this.#timers.start('steady', steadyAfterMs, () => this.#attempts.forget());
        else this.#lost();
      },
    });
    this.#enter({ kind: 'open' });
    this.#sendLayer();
    void this.#consume(tracks);
  }

  async #consume(tracks: readonly WireTrack[]): Promise<void> {
    const receiver = this.#receiver;
    if (receiver === null || tracks.length === 0) return;
    try {
      await Promise.all(tracks.map((track) => receiver.consume(track)));
      if (receiver === this.#receiver) this.#world.send({ type: 'mediaReady', lot: this.#lotId });
    } catch {
      if (receiver === this.#receiver) this.#lost();
    }
  }

  /** The transport is no good any more, and the server may not know it. */
  #lost(): void {
    this.#sendLeave();
    this.#retry();
  }

  #retry(): void {
    this.#turn++;
    this.#timers.cancelAll();
    this.#closeReceiver();
    const waitMs = this.#attempts.nextMs();
    if (waitMs === null) {
      this.#refuse('failed');
      return;
    }
    this.#enter({ kind: 'waiting' });
    this.#timers.start('retry', waitMs, () => void this.#ask());
  }

  #refuse(why: VideoRefusal): void {
    this.#turn++;
    this.#timers.cancelAll();
    this.#closeReceiver();
    this.#enter({ kind: 'refused', why });
  }

  #sendLayer(): void {
    if (this.#layer === null) return;
    this.#world.send({ type: 'mediaPrefer', lot: this.#lotId, layer: this.#layer });
  }

  #sendLeave(): void {
    this.#world.send({ type: 'mediaLeave', lot: this.#lotId, role: 'watch' });
  }

  #closeReceiver(): void {
    this.#receiver?.close();
    this.#receiver = null;
  }

  #enter(state: WatchState): void {
    this.#state = state;
    this.#changed(state);
  }
}
