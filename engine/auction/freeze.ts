import type { Book } from '../../schema/auction/events.ts';
import type { PersonId } from '../../schema/ids.ts';
import { minimumPoints } from './increments.ts';
import type { BidderMemory } from './memory.ts';
import type { AuctionState } from './state.ts';

type Pairs<T> = ReadonlyArray<readonly [PersonId, T]>;
/** What a book has had since bids can be made void. */
type LaterInBooks = 'amountPoints' | 'isMax' | 'raisedPoints';
type OldBook = Omit<Book, LaterInBooks> & Partial<Pick<Book, LaterInBooks>>;

/** The whole state as plain JSON data: bidders as pairs, in the order of their paddles. */
export interface FrozenAuction
  extends Omit<AuctionState, 'bidders' | 'books' | 'lastOutage' | 'paddles' | 'merged'> {
  bidders: Pairs<BidderMemory> | null;
  books: readonly OldBook[] | null;
  /** Missing in states that were frozen before it was kept, as are the next two. */
  lastOutage?: AuctionState['lastOutage'];
  paddles?: number;
  merged?: Pairs<PersonId> | null;
}

const copyMemory = (memory: BidderMemory): BidderMemory => ({ ...memory, answers: memory.answers.slice() });

/** Takes a copy of the state that later events don't touch. */
export const freeze = (state: AuctionState): FrozenAuction => ({
  ...state,
  bidders: state.bidders && [...state.bidders].map(([id, memory]) => [id, copyMemory(memory)] as const),
  merged: state.merged && [...state.merged],
  books: state.books?.map((book) => ({ ...book })) ?? null,
});

/**
 * A book as it is kept now. Of old ones the bid is taken from what came of it: of one that did not lead, the least that
 * it can have been.
 */
function thawBook(book: OldBook, after: OldBook | FrozenAuction, spec: AuctionState['spec']): Book {
  const { by, pricePoints, leader, leaderMaxPoints } = book;
  const led = after.leader === by;
  const leastPoints = spec === null ? 0 : minimumPoints(spec, pricePoints);
  const amountPoints = book.amountPoints ?? (led ? after.leaderMaxPoints : leastPoints);
  const isMax = book.isMax ?? (led && after.pricePoints !== amountPoints);
  const raisedPoints = book.raisedPoints ?? null;
  return { by, amountPoints, isMax, pricePoints, leader, leaderMaxPoints, raisedPoints };
}

/** Makes the state out of a frozen one, which stays as it is. */
export const thaw = (frozen: FrozenAuction): AuctionState => ({
  ...frozen,
  lastOutage: frozen.lastOutage ?? null,
  bidders: frozen.bidders && new Map(frozen.bidders.map(([id, memory]) => [id, copyMemory(memory)])),
  paddles: frozen.paddles ?? frozen.bidders?.length ?? 0,
  merged: frozen.merged ? new Map(frozen.merged) : null,
  books: frozen.books?.map((book, n, all) => thawBook(book, all[n + 1] ?? frozen, frozen.spec)) ?? null,
});
