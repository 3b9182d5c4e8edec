import type { ClientMessage } from '../../../schema/wire/client.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { Connection, type Listener, type Target } from '../../generator/connection.ts';
import { Picture, type PictureListener } from './picture.ts';

type Said<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>;

/** What the client decodes, or would. */
const rtpCapabilities: Said<'mediaWatch'>['rtpCapabilities'] = {
  codecs: [
    {
      kind: 'video',
      mimeType: 'video/VP8',
      preferredPayloadType: 96,
      clockRate: 90_000,
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
    },
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: 97,
      clockRate: 48_000,
      channels: 2,
    },
  ],
};

/** When things came about, from sending `mediaWatch` on; null for what has not. */
export interface JoinTimes {
  answeredMs: number | null;
  connectedMs: number | null;
  pictureMs: number | null;
}

/** Somebody who comes to a lot for its picture. */
export class Viewer implements Listener, PictureListener {
  readonly times: JoinTimes = { answeredMs: null, connectedMs: null, pictureMs: null };
  /** Why there is no picture. */
  failure: string | null = null;
  readonly #lot: string;
  readonly #ended: () => void;
  #connection: Connection | null = null;
  #picture: Picture | null = null;
  #watchedAtMs = 0;

  private constructor(lot: string, ended: () => void) {
    this.#lot = lot;
    this.#ended = ended;
  }

  /** Joins; resolves when there is a picture, or none to be had. */
  static join(target: Target, lot: string, timeoutMs: number): Promise<Viewer> {
    return new Promise((resolve) => {
      const viewer: Viewer = new Viewer(lot, () => {
        clearTimeout(timer);
        resolve(viewer);
      });
      const timer = setTimeout(() => viewer.#fail(viewer.#missing), timeoutMs);
      Connection.open(target, null, () => viewer).then(
        (connection) => {
          viewer.#connection = connection;
          viewer.#say({ type: 'subscribe', lot });
        },
        () => viewer.#fail('no_socket'),
      );
    });
  }

  get picture(): Picture | null {
    return this.#picture;
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    const message = JSON.parse(Buffer.from(bytes.subarray(start, end)).toString()) as ServerMessage;
    if (message.type === 'snapshot') this.#watch();
    else if (message.type === 'mediaWatching') this.#watching(message);
    else if (message.type === 'mediaClosed') this.#fail('closed');
    else if (message.type === 'error') this.#fail(message.code);
  }

  readEnded(): void {}

  lost(closeCode: number): void {
    this.#fail(`socket_${closeCode}`);
  }

  fingerprint(value: string): void {
    const lot = this.#lot;
    const fingerprints = [{ algorithm: 'sha-256' as const, value }];
    this.#say({ type: 'mediaConnect', lot, role: 'watch', dtlsParameters: { role: 'client', fingerprints } });
    this.#say({ type: 'mediaReady', lot });
  }

  connected(): void {
    this.times.connectedMs = this.#sinceWatchMs();
  }

  began(): void {
    this.times.pictureMs = this.#sinceWatchMs();
    this.#ended();
  }

  failed(): void {
    this.#fail('transport');
  }

  #watch(): void {
    if (this.#watchedAtMs > 0) return;
    this.#watchedAtMs = performance.now();
    this.#say({ type: 'mediaWatch', lot: this.#lot, rtpCapabilities });
  }

  #watching({ transport, tracks }: Extract<ServerMessage, { type: 'mediaWatching' }>): void {
    this.times.answeredMs = this.#sinceWatchMs();
    if (!tracks.some(({ kind }) => kind === 'video')) this.#fail('off_air');
    else this.#picture = new Picture(transport, tracks, this);
  }

  get #missing(): string {
    if (this.times.answeredMs === null) return 'no_answer';
    return this.times.connectedMs === null ? 'no_handshake' : 'no_packets';
  }

  #fail(why: string): void {
    if (this.failure !== null) return;
    this.failure = why;
    this.#picture?.close();
    this.#connection?.destroy();
    this.#ended();
  }

  #sinceWatchMs(): number {
    return performance.now() - this.#watchedAtMs;
  }

  #say(message: ClientMessage): void {
    this.#connection?.sendText(JSON.stringify(message));
  }
}
