import type { AuctionState } from '../../../schema/auction/public.ts';

/** Where a person stands in an auction. */
export type Standing =
  | 'notOpen'
  | 'noBids'
  | 'watching'
  | 'leading'
  | 'outbid'
  | 'ownLot'
  | 'won'
  | 'lost'
  | 'over';

/** Derives the standing from the public state; `hasBid` says whether this person took part. */
export function standingOf(state: AuctionState, personId: number | null, hasBid: boolean): Standing {
  if (state.phase === 'draft' || state.phase === 'scheduled') return 'notOpen';
  if (state.phase !== 'live') {
    if (personId !== null && state.winner?.id === personId) return 'won';
    return hasBid && state.winner !== null ? 'lost' : 'over';
  }
  if (personId !== null && state.sellerId === personId) return 'ownLot';
  if (personId !== null && state.leader?.id === personId) return 'leading';
  if (hasBid) return 'outbid';
  return state.leader === null ? 'noBids' : 'watching';
}
