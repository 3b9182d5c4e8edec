import { Latencies } from '../statistics/latency.ts';

/** What is counted during one measured round. */
export class RoundCounts {
  acceptedBids = 0;
  /** Bids that were meant to be refused, and were. */
  losingRefused = 0;
  /** Frames and bid events that reached somebody. */
  deliveries = 0;
  eventFrames = 0;
  /** Raises that were refused though they should have been valid, by code. */
  readonly raisesRefused: Record<string, number> = {};
  readonly acks = new Latencies();
  /** How late the generator itself was with bids of a fixed rate. */
  readonly sendDelays = new Latencies();
}

/** Adds one to a count by name. */
export function countOne(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
