/** What one look at the statistics of a WebRTC connection tells of the delay; totals since its beginning. */
export interface DelaySample {
  readonly bufferedSeconds: number;
  readonly framesEmitted: number;
  readonly decodingSeconds: number;
  readonly framesDecoded: number;
  /** Of the path that is in use now; null where the browser does not say. */
  readonly roundTripSeconds: number | null;
}

interface Statistic {
  readonly [key: string]: unknown;
}

const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

/** Picks out of a report (W3C webrtc-stats) what the delay is made of; null while no video comes. */
export function sampleOf(report: Iterable<Statistic>): DelaySample | null {
  let video: Statistic | null = null;
  let path: Statistic | null = null;
  for (const statistic of report) {
    // The bandwidth probator of mediasoup is a stream too, without a picture.
    const isVideo = statistic.type === 'inbound-rtp' && statistic.kind === 'video';
    if (isVideo && numberOr(statistic.framesDecoded, 0) > numberOr(video?.framesDecoded, -1)) {
      video = statistic;
    }
    if (statistic.type === 'candidate-pair' && statistic.nominated && statistic.state === 'succeeded') {
      path = statistic;
    }
  }
  if (video === null) return null;
  const roundTrip = path?.currentRoundTripTime;
  return {
    bufferedSeconds: numberOr(video.jitterBufferDelay, 0),
    framesEmitted: numberOr(video.jitterBufferEmittedCount, 0),
    decodingSeconds: numberOr(video.totalDecodeTime, 0),
    framesDecoded: numberOr(video.framesDecoded, 0),
    roundTripSeconds: typeof roundTrip === 'number' ? roundTrip : null,
  };
}

/**
 * How long a frame of the stretch between two samples took from the server to the screen:
 *
 *     round trip / 2  +  Δ jitterBufferDelay / Δ jitterBufferEmittedCount  +  Δ totalDecodeTime / Δ framesDecoded
 *
 * The parts are those of https://www.w3.org/TR/webrtc-stats/: the way (half of the `currentRoundTripTime` of
 * the nominated candidate pair), the wait in the jitter buffer from a frame's first packet on, and decoding.
 * The seller's way to the server is not in it: only the seller's browser could measure that. Null when a part
 * is not known.
 */
export function delayMsBetween(before: DelaySample, after: DelaySample): number | null {
  const emitted = after.framesEmitted - before.framesEmitted;
  const decoded = after.framesDecoded - before.framesDecoded;
  if (after.roundTripSeconds === null || emitted <= 0 || decoded <= 0) return null;
  const buffered = (after.bufferedSeconds - before.bufferedSeconds) / emitted;
  const decoding = (after.decodingSeconds - before.decodingSeconds) / decoded;
  const delayMs = (after.roundTripSeconds / 2 + buffered + decoding) * 1_000;
  return delayMs >= 0 ? delayMs : null;
}

/** A delay in seconds as it is shown, rounded up: it is never less than was measured. */
export const delaySeconds = (delayMs: number): string => (Math.ceil(delayMs / 100) / 10 || 0.1).toFixed(1);
