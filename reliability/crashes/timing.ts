import type { StoredAuction, StoredOutage } from '../../gateway/socket/testing/stored-actors.ts';
import type { TimedBid } from './market.ts';

/** From one moment to a later one (ms since 1970). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How much of a span no outage accounts for (ms). */
export function uncoveredMs({ from, to }: Span, outages: readonly StoredOutage[]): number {
  let at = from;
  let missingMs = 0;
  for (const outage of [...outages].sort((a, b) => a.from_at - b.from_at)) {
    missingMs += Math.max(0, Math.min(outage.from_at, to) - at);
    at = Math.min(to, Math.max(at, outage.to_at));
  }
  return missingMs + (to - at);
}

/** The longest time between two bids of an auction, of those that ended after a moment. */
export function standstill({ events }: StoredAuction, after: number): Span {
  let longest: Span = { from: after, to: after };
  let last: number | null = null;
  for (const event of events) {
    if (event.type !== 'bid' && event.type !== 'maxRaised') continue;
    const span = { from: last ?? event.at, to: event.at };
    if (span.to > after && span.to - span.from > longest.to - longest.from) longest = span;
    last = event.at;
  }
  return longest;
}

/** When the first bid that was decided after a moment had been acknowledged; null when there was none. */
export function acceptedAgainAt(
  { events }: StoredAuction,
  sent: readonly TimedBid[],
  moment: number,
): number | null {
  const byId = new Map(sent.map((bid) => [bid.offer.bidId, bid]));
  // A bid of before, sent again, is answered from memory and says nothing.
  const first = events.find((event) => 'bidId' in event && event.at > moment);
  return first && 'bidId' in first ? (byId.get(first.bidId)?.acknowledgedAt ?? null) : null;
}

/** Bids that stand in the journal before one that had been acknowledged when they were sent. */
export function overtaken({ events }: StoredAuction, sent: readonly TimedBid[]): string[] {
  const byId = new Map(sent.map((bid) => [bid.offer.bidId, bid]));
  let earliest = Number.POSITIVE_INFINITY;
  const found: string[] = [];
  for (const event of events.toReversed()) {
    const bid = 'bidId' in event ? byId.get(event.bidId) : undefined;
    if (bid === undefined) continue;
    if (bid.firstSentAt > earliest)
      found.push(`bid ${bid.offer.bidId} overtook one that had been acknowledged`);
    earliest = Math.min(earliest, bid.acknowledgedAt ?? Number.POSITIVE_INFINITY);
  }
  return found;
}
