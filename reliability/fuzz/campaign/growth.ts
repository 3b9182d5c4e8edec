import { type Failure, failed } from '../failure.ts';
import type { Holding } from '../server/fuzzed-server.ts';

const MiB = 1024 * 1024;

/**
 * What a server may hold more at the end of a run than after its beginning. A run leaves people, lots and their
 * auctions behind, and the memory of answers that were given; all of that has bounds of its own.
 */
export const bounds: Readonly<Holding> = {
  residentBytes: 96 * MiB,
  keptBytes: 24 * MiB,
  mediaBytes: 32 * MiB,
  openFiles: 12,
};

/** The first thing that has grown beyond its bound. */
export function growthBeyondBounds(before: Holding, after: Holding): Failure | null {
  for (const name of Object.keys(bounds) as Array<keyof Holding>) {
    const grown = after[name] - before[name];
    if (grown <= bounds[name]) continue;
    return failed(
      name === 'openFiles' ? 'handles' : 'memory',
      `${name} went from ${before[name]} to ${after[name]}`,
    );
  }
  return null;
}
