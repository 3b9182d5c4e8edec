import type { PersonId } from '../../schema/ids.ts';
import type { BidderMemory } from './memory.ts';
import type { AuctionState } from './state.ts';
import type { Book } from './undo.ts';

/** The whole state as plain JSON data: bidders as pairs, in the order of their paddles. */
export interface FrozenAuction extends Omit<AuctionState, 'bidders' | 'lastOutage'> {
  bidders: ReadonlyArray<readonly [PersonId, BidderMemory]> | null;
  /** Missing in states that were frozen before it was kept. */
  lastOutage?: AuctionState['lastOutage'];
}

const copyMemory = (memory: BidderMemory): BidderMemory => ({ ...memory, answers: memory.answers.slice() });
const copyBooks = (books: readonly Book[] | null): Book[] | null =>
  books?.map((book) => ({ ...book })) ?? null;

/** Takes a copy of the state that later events don't touch. */
export const freeze = (state: AuctionState): FrozenAuction => ({
  ...state,
  bidders: state.bidders && [...state.bidders].map(([id, memory]) => [id, copyMemory(memory)] as const),
  books: copyBooks(state.books),
});

/** Makes the state out of a frozen one, which stays as it is. */
export const thaw = (frozen: FrozenAuction): AuctionState => ({
  ...frozen,
  lastOutage: frozen.lastOutage ?? null,
  bidders: frozen.bidders && new Map(frozen.bidders.map(([id, memory]) => [id, copyMemory(memory)])),
  books: copyBooks(frozen.books),
});
