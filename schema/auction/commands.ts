import type { PersonId } from '../ids.ts';
import type { AuctionSpec } from './spec.ts';

/**
 * What an auction can be told. `by` is the person who asks, checked by the gateway; the decider checks it
 * against the seller once more. Commands of the service itself (tick, outage, stream) carry no person.
 */
export type AuctionCommand =
  | { readonly type: 'list'; readonly by: PersonId; readonly spec: AuctionSpec }
  | { readonly type: 'revise'; readonly by: PersonId; readonly spec: AuctionSpec }
  | { readonly type: 'schedule'; readonly by: PersonId; readonly startsAt: number }
  | { readonly type: 'open'; readonly by: PersonId }
  | BidCommand
  | { readonly type: 'pause'; readonly by: PersonId; readonly reason: string }
  | { readonly type: 'resume'; readonly by: PersonId }
  | { readonly type: 'extend'; readonly by: PersonId; readonly addMs: number }
  | { readonly type: 'hammer'; readonly by: PersonId; readonly belowReserve: boolean }
  | { readonly type: 'cancel'; readonly by: PersonId; readonly reason: string }
  | { readonly type: 'undoLastBid'; readonly by: PersonId; readonly reason: string }
  /** Staff has shut this person out: the bids of that one count no more. Whether somebody may say so is checked by the gateway. */
  | { readonly type: 'voidBids'; readonly person: PersonId }
  /** The guest `from` has turned out to be the person `to`. */
  | { readonly type: 'merge'; readonly from: PersonId; readonly to: PersonId }
  | { readonly type: 'streamUp' }
  | { readonly type: 'streamDown' }
  /** The deadline has come: open a scheduled auction, pause one whose stream is gone, or let the hammer fall. */
  | { readonly type: 'tick'; readonly deadline: number }
  /** Nobody could bid between these two moments; `outageId` is the outage's row, so that it counts once. */
  | { readonly type: 'outage'; readonly outageId: number; readonly from: number; readonly to: number };

/**
 * A bid. Plain: `amountPoints` is the price offered, at once. With `isMax`: it is the bidder's hidden
 * maximum, of which only as much as needed is shown. `receivedAt` is when the gateway received it.
 */
export interface BidCommand {
  readonly type: 'bid';
  readonly by: PersonId;
  readonly bidId: number;
  readonly amountPoints: number;
  readonly isMax: boolean;
  readonly confirmed: boolean;
  readonly receivedAt: number;
}
