/** One entry of what a WebRTC connection tells of itself (https://www.w3.org/TR/webrtc-stats/). */
export interface Statistic {
  readonly [key: string]: unknown;
}

/** A number that the browser may not know. */
export const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

/** The round trip of the path that is in use now, in seconds; null where the browser does not say. */
export function roundTripSecondsOf(report: readonly Statistic[]): number | null {
  const inUse = report.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  for (const { type, id, nominated, currentRoundTripTime } of report) {
    // Its state is no help: on a long way it says for much of the time that an answer is awaited.
    const isInUse = inUse === undefined ? nominated : id === inUse;
    if (type === 'candidate-pair' && isInUse && typeof currentRoundTripTime === 'number') {
      return currentRoundTripTime;
    }
  }
  return null;
}
