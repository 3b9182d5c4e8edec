import type { Reception } from './reception.ts';

/** What a stretch of the picture says of the network: enough, not enough, or just so that nothing more fits. */
export type NetworkVerdict = 'calm' | 'uneasy' | 'troubled';

/** Shares of packets lost, as libwebrtc's own control by loss has them: less below, more above is tried. */
const uneasyLossShare = 0.02;
const troubledLossShare = 0.1;
/** Shares of frames that came too late to be shown or could not be decoded in time. */
const uneasyDropShare = 0.1;
const troubledDropShare = 0.2;
/** A frame's wait for its last packet, beyond the time between two frames. */
const uneasyBufferMs = 250;
const troubledBufferMs = 500;
/** The most that is taken for the time between two frames: a quarter of a slow camera's are farther apart than these waits. */
const longestFrameMs = 300;
/** Fewer frames than this in a stretch are a screen on which nothing moves, and each pause counts as a freeze. */
const movingFrames = 10;

/** Judges what came between two looks; null when that says nothing. */
export function verdictBetween(before: Reception, after: Reception): NetworkVerdict | null {
  const received = after.packetsReceived - before.packetsReceived;
  if (before.id !== after.id || received <= 0) return null;
  // Packets that come late after all are taken off the lost ones.
  const lost = Math.max(0, after.packetsLost - before.packetsLost);
  const decoded = after.framesDecoded - before.framesDecoded;
  const dropped = Math.max(0, after.framesDropped - before.framesDropped);
  const emitted = after.framesEmitted - before.framesEmitted;
  const bufferedMs = emitted > 0 ? ((after.bufferedSeconds - before.bufferedSeconds) / emitted) * 1_000 : 0;
  const frameMs = decoded > 0 ? (after.atMs - before.atMs) / decoded : 0;
  const waitedMs = bufferedMs - Math.min(frameMs, longestFrameMs);
  const lossShare = lost / (lost + received);
  const dropShare = dropped / Math.max(1, decoded + dropped);
  const hasFrozen = after.freezes > before.freezes && decoded >= movingFrames;
  if (
    hasFrozen ||
    lossShare > troubledLossShare ||
    dropShare > troubledDropShare ||
    waitedMs > troubledBufferMs
  ) {
    return 'troubled';
  }
  const isUneasy = lossShare > uneasyLossShare || dropShare > uneasyDropShare || waitedMs > uneasyBufferMs;
  return isUneasy ? 'uneasy' : 'calm';
}
