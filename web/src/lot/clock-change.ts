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
    // One that followed another at once is told with it.
    const changeMs = event.set.lastOutage?.addedMs ?? event.addedMs ?? -(event.cutMs ?? 0);
    const cause = event.type === 'outage' || event.type === 'extended' ? event.type : 'bid';
    if (changeMs === 0 || nowMs - event.at > (cause === 'outage' ? freshOutageMs : freshMs)) continue;
    // What burns in one burst flies off as one piece.
    const burnedMs: number = cause === 'bid' && change?.cause === 'bid' ? change.changeMs : 0;
    change = { seq: event.seq, cause, changeMs: burnedMs + changeMs };
  }
  return change;
}

/** An outage that was given back while nobody was there to be told, if it is news to who knew `before`. */
function outageWhileAway(before: LotView | null, after: LotView, nowMs: number): ClockChange | null {
  const { phase, lastOutage } = after.state;
  if (phase !== 'live' || lastOutage === null) return null;
  const isNews =
    before === null
      ? nowMs - lastOutage.at <= freshOutageMs
      : lastOutage.at > (before.state.lastOutage?.at ?? Number.NEGATIVE_INFINITY);
  return isNews ? { seq: after.seq, cause: 'outage', changeMs: lastOutage.addedMs } : null;
}

/**
 * The time that a running clock gained between two views: given back after an outage, or by the seller in
 * an absence without a bid. The events between are not told any more, but what they did can be seen.
 */
export function changeWhileAway(before: LotView | null, after: LotView, nowMs: number): ClockChange | null {
  const outage = outageWhileAway(before, after, nowMs);
  if (outage !== null) return outage;
  const was = before?.state;
  const is = after.state;
  if (was === undefined || was.phase !== 'live' || is.phase !== 'live' || was.bidCount !== is.bidCount)
    return null;
  if (was.endsAt === null || is.endsAt === null || is.endsAt <= was.endsAt) return null;
  return { seq: after.seq, cause: 'away', changeMs: is.endsAt - was.endsAt };
}
