import type { AuctionEvent } from '../../schema/auction/events.ts';

/**
 * An event as the journal keeps it: what JSON.stringify makes of it. Bids are put together by hand because they are the
 * hot path; only numbers and fixed words are in them, so nothing needs escaping.
 */
export function record(event: AuctionEvent): string {
  if (event.type !== 'bid') return JSON.stringify(event);
  return `{"type":"bid","at":${event.at},"by":${event.by},"bidId":${event.bidId},"amountPoints":${event.amountPoints},"isMax":${event.isMax},"pricePoints":${event.pricePoints},"leader":${event.leader},"leaderMaxPoints":${event.leaderMaxPoints},"endsAt":${event.endsAt},"cutMs":${event.cutMs}}`;
}
