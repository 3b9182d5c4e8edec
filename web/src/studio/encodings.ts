/** One of the sizes that the camera's picture is sent in. */
export interface Encoding {
  readonly scaleResolutionDownBy: number;
  readonly maxBitrate: number;
}

/** For a camera of 720 lines: 180, 360 and 720, the smallest first. */
const wanted = [
  { scaleResolutionDownBy: 4, bitrateBps: 150_000 },
  { scaleResolutionDownBy: 2, bitrateBps: 500_000 },
  { scaleResolutionDownBy: 1, bitrateBps: 1_500_000 },
] as const;
/** Left for sound and what is sent again. */
const reservedShare = 0.1;

/** The sizes to send, all together within what the server takes. */
export function encodingsFor(maxPublishBitrateBps: number): Encoding[] {
  const wantedBps = wanted.reduce((sum, { bitrateBps }) => sum + bitrateBps, 0);
  const share = Math.min(1, (maxPublishBitrateBps * (1 - reservedShare)) / wantedBps);
  return wanted.map(({ scaleResolutionDownBy, bitrateBps }) => ({
    scaleResolutionDownBy,
    maxBitrate: Math.floor(bitrateBps * share),
  }));
}
