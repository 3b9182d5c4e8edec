import { MemoryJournal } from '../../actors/journal/memory.ts';
import type { Random } from '../../testing/random.ts';
import type { Timeline } from '../time/timeline.ts';

/** How reliable a database is: chances per call, and times in ms. */
export interface DiskOdds {
  readonly latencyMs: number;
  /** The call fails and was never carried out. */
  readonly lostBefore: number;
  /** The call is carried out, and its answer is lost. */
  readonly lostAfter: number;
  /** The caller gives up while the call is on its way; it is carried out later than that. */
  readonly late: number;
}

/** The database behind all journals: what it holds outlives every server. */
export class Disk {
  readonly store = new MemoryJournal();
  readonly random: Random;
  readonly timeline: Timeline;
  odds: DiskOdds;
  /** No call is carried out; callers get an error at once, or after a while. */
  isDown = false;
  /** Every call takes so many times as long. */
  slowness = 1;
  /** When the last call that is on its way arrives. */
  busyUntilMs = 0;

  constructor(timeline: Timeline, random: Random, odds: DiskOdds) {
    this.timeline = timeline;
    this.random = random;
    this.odds = odds;
  }

  /** How long one way of a call takes. */
  wayMs(): number {
    const ms = this.random.waiting(this.odds.latencyMs) * this.slowness;
    this.busyUntilMs = Math.max(this.busyUntilMs, this.timeline.nowMs + ms);
    return ms;
  }
}
