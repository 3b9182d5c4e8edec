import type { Producer, RtpParameters, TransportOptions } from 'mediasoup-client/types';
import type { MediaKind } from '../../../schema/wire/media.ts';
import type { Media } from '../video/media.ts';
import type { WireRtp, WireTransport } from '../video/wire.ts';
import { encodingsFor } from './encodings.ts';
import type { Sender, SenderListener } from './publishing.ts';

/** A sender over mediasoup-client. */
export interface MediaSender extends Sender {
  /** Sends another track of a kind from now on; without one, the kind counts as lost. */
  put(kind: MediaKind, track: MediaStreamTrack | null): void;
  /** Sends a kind no longer, which is not to count as lost. */
  drop(kind: MediaKind): void;
  /** The statistics of the connection. */
  stats(): Promise<RTCStatsReport>;
}

const captureTime = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';

/**
 * The parameters of what is really sent. mediasoup-client names the capture time whether or not the browser
 * writes it, and the server then waits for it in vain: without it, it can't change between sizes.
 */
const withoutCaptureTime = (rtpParameters: RtpParameters): WireRtp => ({
  ...(rtpParameters as WireRtp),
  headerExtensions: ((rtpParameters as WireRtp).headerExtensions ?? []).filter(
    ({ uri }) => uri !== captureTime,
  ),
});

/** Opens the browser's end of a transport that sends these tracks. Nothing stops them: they are the studio's. */
export function openSender(
  { device, maxPublishBitrateBps }: Media,
  options: WireTransport,
  listener: SenderListener,
  first: Readonly<Record<MediaKind, MediaStreamTrack | null>>,
): MediaSender {
  const producers = new Map<MediaKind, Producer>();
  /** One change after the other, so that no kind is offered twice. */
  let changes: Promise<void> = Promise.resolve();
  const transport = device.createSendTransport(options as unknown as TransportOptions);
  transport.on('connect', ({ dtlsParameters }, callback) => {
    listener.connect(dtlsParameters);
    callback();
  });
  transport.on('produce', ({ kind, rtpParameters }, callback, errback) => {
    listener.produce(kind, withoutCaptureTime(rtpParameters)).then((id) => callback({ id }), errback);
  });
  transport.on('connectionstatechange', (state) => {
    if (state === 'connected') listener.connected(true);
    // A connection that is only disturbed comes back by itself or fails.
    if (state === 'failed') listener.connected(false);
  });

  const change = async (kind: MediaKind, track: MediaStreamTrack | null) => {
    const producer = producers.get(kind);
    if (transport.closed) return;
    if (producer !== undefined) {
      await producer.replaceTrack({ track });
      return;
    }
    // A track that has ended can't be offered.
    if (track === null || track.readyState === 'ended') return;
    const shared = { track, stopTracks: false, disableTrackOnPause: false };
    producers.set(
      kind,
      await transport.produce(
        kind === 'video'
          ? {
              ...shared,
              encodings: encodingsFor(maxPublishBitrateBps),
              codecOptions: { videoGoogleStartBitrate: 1_000 },
            }
          : { ...shared, codecOptions: { opusStereo: false, opusDtx: true, opusFec: false } },
      ),
    );
  };
  const drop = async (kind: MediaKind) => {
    const producer = producers.get(kind);
    if (producer === undefined || transport.closed) return;
    producers.delete(kind);
    producer.close();
    listener.ended(kind);
  };
  const inTurn = (step: () => Promise<void>): Promise<void> => {
    const done = changes.then(step);
    changes = done.catch(() => {});
    return done;
  };
  return {
    start: async () => {
      await inTurn(() => change('video', first.video));
      await inTurn(() => change('audio', first.audio));
    },
    put: (kind, track) => void inTurn(() => change(kind, track)).catch(() => {}),
    drop: (kind) => void inTurn(() => drop(kind)).catch(() => {}),
    stats: () => transport.getStats(),
    close: () => transport.close(),
  };
}
