import { Latencies } from '../statistics/latency.ts';

/** What is counted during the measured time of a round. */
export class RoundCounts {
  acceptedBids = 0;
  /** Bids that were meant to be refused, and were. */
  losingRefused = 0;
  otherRefused = 0;
  /** Bid events that reached somebody, the frames that they came in, and the bytes of these. */
  deliveries = 0;
  eventFrames = 0;
  eventBytes = 0;
  /** Age of the oldest bid of each of these frames when it was read. */
  readonly seen = new Latencies();
}

/** Adds one to a count by name. */
export function countOne(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
