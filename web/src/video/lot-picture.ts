import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { onMessage, onWelcome } from '../connection/room.ts';
import type { LineState } from './line.ts';
import { lineWorld } from './line-world.ts';
import { type Media, prepareMedia } from './media.ts';
import { type MediaReceiver, openReceiver } from './receiver.ts';
import { NoVideo } from './refusals.ts';
import type { Layers } from './rungs.ts';
import { Watching } from './watching.ts';

/** The live picture of one lot while somebody looks at it. */
export interface LotPicture {
  readonly state: ReadonlySignal<LineState>;
  /** What comes, picture and sound. */
  readonly stream: ReadonlySignal<MediaStream | null>;
  readonly isSoundOnly: ReadonlySignal<boolean>;
  /** How long pictures take from the seller to the server, as measured there; null while it is not known. */
  readonly upDelayMs: ReadonlySignal<number | null>;
  /** Makes ready for a picture that may come, and finds out whether one can. */
  prepare(): void;
  /** There is something to watch. */
  start(): void;
  again(): void;
  prefer(layers: Layers): void;
  /** The statistics of the connection, while there is one. */
  stats(): Promise<RTCStatsReport | null>;
  leave(): void;
}

/** Opens the picture of a lot whose subscription is answered already. */
export function openPicture(lotId: string): LotPicture {
  const state = signal<LineState>({ kind: 'off' });
  const stream = signal<MediaStream | null>(null);
  const isSoundOnly = signal(false);
  const upDelayMs = signal<number | null>(null);
  let media: Media | null = null;
  let receiver: MediaReceiver | null = null;
  const watching = new Watching(
    lotId,
    true,
    {
      ...lineWorld,
      capabilities: async () => {
        media = await prepareMedia();
        return media.rtpCapabilities;
      },
      openReceiver: (transport, listener) => {
        if (media === null) throw new Error('a transport came before anything was asked for');
        const shown = new MediaStream();
        const opened = openReceiver(media, transport, listener, (tracks) => {
          if (opened !== receiver) return;
          // The element that plays it follows the tracks by itself, without a jump.
          for (const track of shown.getTracks()) if (!tracks.includes(track)) shown.removeTrack(track);
          for (const track of tracks) shown.addTrack(track);
          batch(() => {
            stream.value = tracks.length === 0 ? null : shown;
            isSoundOnly.value = tracks.length > 0 && tracks.every(({ kind }) => kind === 'audio');
          });
        });
        receiver = opened;
        return opened;
      },
    },
    (next) => {
      state.value = next;
    },
  );
  const take = (message: ServerMessage) => {
    watching.take(message);
    if (message.type !== 'mediaWatching' && message.type !== 'mediaDelayed') return;
    if (message.lot === lotId) upDelayMs.value = message.upDelayMs;
  };
  const endings = [onWelcome(() => watching.welcomed()), onMessage(take)];
  return {
    state,
    stream,
    isSoundOnly,
    upDelayMs,
    prepare: () => {
      prepareMedia().catch((error: unknown) => {
        const isOff = state.peek().kind === 'off';
        // Whatever else is wrong shows when there is something to watch.
        if (error instanceof NoVideo && isOff) state.value = { kind: 'refused', why: error.why };
      });
    },
    start: () => watching.start(),
    again: () => watching.again(),
    prefer: (layers) => watching.prefer(layers),
    stats: async () => (await receiver?.stats().catch(() => null)) ?? null,
    leave: () => {
      for (const end of endings) end();
      watching.leave();
    },
  };
}
