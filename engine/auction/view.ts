import type { AuctionQuestion, Bidder } from '../../schema/auction/public.ts';
import type { PersonId } from '../../schema/ids.ts';
import { hasSeat, whoIs } from './identity.ts';
import { ownStanding } from './public.ts';
import type { AuctionState } from './state.ts';
import { hasBidsThatCount } from './void.ts';

/** A person as bidder; null for who has not bid. */
function bidderOf(state: AuctionState, person: PersonId): Bidder | null {
  const id = whoIs(state, person);
  const memory = state.bidders?.get(id);
  return memory === undefined ? null : { id, paddle: memory.paddle };
}

/** Answers a private question about the auction; null if it is none that an auction knows. */
export function view(state: AuctionState, question: unknown): unknown {
  const asked = question as AuctionQuestion;
  switch (asked.ask) {
    case 'ownStanding':
      return ownStanding(state, whoIs(state, asked.by));
    case 'spec':
      return state.spec;
    case 'bidders':
      return asked.of.map((id) => bidderOf(state, id));
    case 'seats':
      return asked.of.filter((id) => hasSeat(state, id));
    case 'bidsThatCount':
      return asked.of.filter((id) => hasBidsThatCount(state, id));
    default:
      return null;
  }
}
