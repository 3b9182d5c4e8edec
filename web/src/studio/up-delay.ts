import { limits } from '../../../schema/limits.ts';
import { numberOr, roundTripSecondsOf, type Statistic } from '../video/statistics.ts';

/** One of the sizes of the picture as it is sent; totals since its beginning. */
interface SentSize {
  readonly framesEncoded: number;
  readonly encodingSeconds: number;
  readonly packetsSent: number;
  /** Until a packet that was ready could leave; null where the browser does not say (Firefox). */
  readonly waitingSeconds: number | null;
}

/** What one look at the statistics of a connection tells of the picture that is sent. */
export interface Sending {
  readonly sizes: ReadonlyMap<string, SentSize>;
  readonly roundTripSeconds: number | null;
}

/** Picks out of a report what tells of the own picture. */
export function sendingOf(report: readonly Statistic[]): Sending {
  const sizes = new Map<string, SentSize>();
  for (const statistic of report) {
    if (statistic.type !== 'outbound-rtp' || statistic.kind !== 'video') continue;
    sizes.set(String(statistic.id), {
      framesEncoded: numberOr(statistic.framesEncoded, 0),
      encodingSeconds: numberOr(statistic.totalEncodeTime, 0),
      packetsSent: numberOr(statistic.packetsSent, 0),
      waitingSeconds:
        typeof statistic.totalPacketSendDelay === 'number' ? statistic.totalPacketSendDelay : null,
    });
  }
  return { sizes, roundTripSeconds: roundTripSecondsOf(report) };
}

/**
 * How long a frame of the stretch between two looks took from the camera to the server:
 *
 *     Δ totalEncodeTime / Δ framesEncoded  +  Δ totalPacketSendDelay / Δ packetsSent  +  round trip / 2
 *
 * of the size that took longest. What the camera itself needs, no page can measure. Null when nothing was sent
 * or a part is not known.
 */
export function upDelayMsBetween(before: Sending, after: Sending): number | null {
  if (after.roundTripSeconds === null) return null;
  let longestSeconds: number | null = null;
  for (const [id, now] of after.sizes) {
    const then = before.sizes.get(id);
    if (then === undefined || now.framesEncoded <= then.framesEncoded) continue;
    // On a bad network it is most of the delay: without it the rest would flatter.
    if (now.waitingSeconds === null || then.waitingSeconds === null) return null;
    const encoding = (now.encodingSeconds - then.encodingSeconds) / (now.framesEncoded - then.framesEncoded);
    const waiting =
      (now.waitingSeconds - then.waitingSeconds) / Math.max(1, now.packetsSent - then.packetsSent);
    longestSeconds = Math.max(longestSeconds ?? 0, encoding + waiting);
  }
  if (longestSeconds === null) return null;
  const delayMs = Math.round((longestSeconds + after.roundTripSeconds / 2) * 1_000);
  return Math.min(Math.max(0, delayMs), limits.maxUpDelayMs);
}
