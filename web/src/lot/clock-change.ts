import type { PublicEvent } from '../../../schema/auction/public.ts';
import type { LotView } from './position.ts';

/** A change of the clock: burned (negative), drawn up, extended, given back, or found after an absence. */
export interface ClockChange {
  readonly seq: number;
  readonly cause: 'bid' | 'extended' | 'outage' | 'away';
  readonly changeMs: number;
}

/** What is older was caught up with, not lived through. */
const freshMs = 4_000;
/** An outage is told to those who come back from it, and they come back late. */
const freshOutageMs = 120_000;

/** The last fresh change of the clock among some events. */
export function changeOf(events: readonly PublicEvent[], nowMs: number): ClockChange | null {
  let change: ClockChange | null = null;
  for (const event of events) {
    const changeMs = event.addedMs ?? -(event.cutMs ?? 0);
    const cause = event.type === 'outage' || event.type === 'extended' ? event.type : 'bid';
    if (changeMs === 0 || nowMs - event.at > (cause === 'outage' ? freshOutageMs : freshMs)) continue;
    // What burns in one burst flies off as one piece.
    const burnedMs: number = cause === 'bid' && change?.cause === 'bid' ? change.changeMs : 0;
    change = { seq: event.seq, cause, changeMs: burnedMs + changeMs };
  }
  return change;
}

/**
 * The time that a running clock gained between two views without a bid: after an outage of the server the
 * events between are not told any more, but what they did to the time can be seen.
 */
export function changeWhileAway(before: LotView | null, after: LotView): ClockChange | null {
  const was = before?.state;
  const is = after.state;
  if (was === undefined || was.phase !== 'live' || is.phase !== 'live' || was.bidCount !== is.bidCount)
    return null;
  if (was.endsAt === null || is.endsAt === null || is.endsAt <= was.endsAt) return null;
  return { seq: after.seq, cause: 'away', changeMs: is.endsAt - was.endsAt };
}
