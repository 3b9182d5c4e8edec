import type { AuctionSummary } from '../../../schema/auction/public.ts';

/** What is left of an auction's clock at the server's time `nowMs`; null when no clock runs or stands. */
export function remainingMsOf(
  auction: Pick<AuctionSummary, 'endsAt' | 'remainingMs'>,
  nowMs: number,
): number | null {
  if (auction.remainingMs !== null) return auction.remainingMs;
  return auction.endsAt === null ? null : auction.endsAt - nowMs;
}
