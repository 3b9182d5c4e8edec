import type { Reception } from './reception.ts';

/** A picture as it may have arrived, but for what is told. */
export const reception = (differences: Partial<Reception> = {}): Reception => ({
  id: 'v',
  atMs: 50_000,
  heightPx: 360,
  packetsReceived: 1_000,
  packetsLost: 10,
  bufferedSeconds: 6,
  framesEmitted: 100,
  decodingSeconds: 0.5,
  framesDecoded: 100,
  framesDropped: 2,
  freezes: 1,
  roundTripSeconds: 0.05,
  ...differences,
});
