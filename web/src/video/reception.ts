import { numberOr, roundTripSecondsOf, type Statistic } from './statistics.ts';

/** How a picture has arrived since its beginning, as one look at the statistics of its connection tells. */
export interface Reception {
  /** Of the stream: another one counts from nothing. */
  readonly id: string;
  readonly atMs: number;
  readonly heightPx: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly bufferedSeconds: number;
  readonly framesEmitted: number;
  readonly decodingSeconds: number;
  readonly framesDecoded: number;
  readonly framesDropped: number;
  readonly freezes: number;
  /** Of the path that is in use now; null where the browser does not say. */
  readonly roundTripSeconds: number | null;
}

/** Picks out of a report what tells of the picture; null while none comes. */
export function receptionOf(report: readonly Statistic[]): Reception | null {
  let video: Statistic | null = null;
  for (const statistic of report) {
    // The bandwidth probator of mediasoup is a stream too, without a picture.
    const isVideo = statistic.type === 'inbound-rtp' && statistic.kind === 'video';
    if (isVideo && numberOr(statistic.framesDecoded, 0) > numberOr(video?.framesDecoded, -1)) {
      video = statistic;
    }
  }
  if (video === null) return null;
  return {
    id: String(video.id),
    atMs: numberOr(video.timestamp, 0),
    heightPx: numberOr(video.frameHeight, 0),
    packetsReceived: numberOr(video.packetsReceived, 0),
    packetsLost: numberOr(video.packetsLost, 0),
    bufferedSeconds: numberOr(video.jitterBufferDelay, 0),
    framesEmitted: numberOr(video.jitterBufferEmittedCount, 0),
    decodingSeconds: numberOr(video.totalDecodeTime, 0),
    framesDecoded: numberOr(video.framesDecoded, 0),
    framesDropped: numberOr(video.framesDropped, 0),
    freezes: numberOr(video.freezeCount, 0),
    roundTripSeconds: roundTripSecondsOf(report),
  };
}
