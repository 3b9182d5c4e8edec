import type { Reception } from './reception.ts';

/**
 * How long a frame of the stretch between two looks took from the server to the screen:
 *
 *     round trip / 2  +  Δ jitterBufferDelay / Δ jitterBufferEmittedCount  +  Δ totalDecodeTime / Δ framesDecoded
 *
 * The parts are those of https://www.w3.org/TR/webrtc-stats/: the way (half of the `currentRoundTripTime` of
 * the nominated candidate pair), the wait in the jitter buffer from a frame's first packet on, and decoding.
 * Null when a part is not known. What came before the server only the seller's page can measure.
 */
export function downDelayMsBetween(before: Reception, after: Reception): number | null {
  const emitted = after.framesEmitted - before.framesEmitted;
  const decoded = after.framesDecoded - before.framesDecoded;
  if (before.id !== after.id || after.roundTripSeconds === null || emitted <= 0 || decoded <= 0) return null;
  const buffered = (after.bufferedSeconds - before.bufferedSeconds) / emitted;
  const decoding = (after.decodingSeconds - before.decodingSeconds) / decoded;
  const delayMs = (after.roundTripSeconds / 2 + buffered + decoding) * 1_000;
  return delayMs >= 0 ? delayMs : null;
}

/** A delay in seconds as it is shown, rounded up: it is never less than was measured. */
export const delaySeconds = (delayMs: number): string => (Math.ceil(delayMs / 100) / 10 || 0.1).toFixed(1);
