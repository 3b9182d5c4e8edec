/** One entry of what a WebRTC connection tells of itself (https://www.w3.org/TR/webrtc-stats/). */
export interface Statistic {
  readonly [key: string]: unknown;
}

/** A number that the browser may not know. */
export const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

/** The round trip of the path that is in use now, in seconds; null where the browser does not say. */
export function roundTripSecondsOf(report: Iterable<Statistic>): number | null {
  for (const { type, nominated, state, currentRoundTripTime } of report) {
    if (type !== 'candidate-pair' || !nominated || state !== 'succeeded') continue;
    if (typeof currentRoundTripTime === 'number') return currentRoundTripTime;
  }
  return null;
}
