import type { AuctionQuestion } from '../../schema/auction/public.ts';
import { ownStanding } from './public.ts';
import type { AuctionState } from './state.ts';

/** Answers a private question about the auction; null if it is none that an auction knows. */
export function view(state: AuctionState, question: unknown): unknown {
  const asked = question as AuctionQuestion;
  switch (asked.ask) {
    case 'ownStanding':
      return ownStanding(state, asked.by);
    case 'spec':
      return state.spec;
    case 'paddles':
      return asked.of.map((id) => state.bidders?.get(id)?.paddle ?? null);
    default:
      return null;
  }
}
