import type { Book, PeopleMerged } from '../../schema/auction/events.ts';
import type { PersonId } from '../../schema/ids.ts';
import { type AuctionDecision, accepted, refused } from './answers.ts';
import { freeze, thaw } from './freeze.ts';
import { hasSeat, whoIs } from './identity.ts';
import { type BidderMemory, mergedMemory } from './memory.ts';
import type { AuctionState, ListedState } from './state.ts';
import { voiding } from './void.ts';

/** Bidders stay in the order of their paddles; of two who are one, the account keeps its own. */
function mergeBidders(state: AuctionState, from: PersonId, to: PersonId): void {
  const { bidders } = state;
  const guest = bidders?.get(from);
  if (bidders === null || guest === undefined) return;
  const account = bidders.get(to);
  const all: [PersonId, BidderMemory][] = [];
  for (const [id, memory] of bidders) {
    if (id === to) all.push([to, mergedMemory(memory, guest)]);
    else if (id !== from) all.push([id, memory]);
    else if (account === undefined) all.push([to, guest]);
  }
  state.bidders = new Map(all);
}

/** Makes the guest the account wherever the lot knows the guest. Price and clock stay as they are. */
export function applyMerge(state: AuctionState, { from, to }: Pick<PeopleMerged, 'from' | 'to'>): void {
  const now = (id: PersonId | null) => (id === from ? to : id);
  mergeBidders(state, from, to);
  state.leader = now(state.leader);
  state.books =
    state.books?.map(
      (book): Book => ({ ...book, by: book.by === from ? to : book.by, leader: now(book.leader) }),
    ) ?? null;
  if (state.spec?.sellerId === from) state.spec = { ...state.spec, sellerId: to };
  if (state.end?.winner === from) state.end = { ...state.end, winner: to };
  const others = [...(state.merged ?? [])].map(
    ([guest, account]) => [guest, now(account) as PersonId] as const,
  );
  state.merged = new Map([...others, [from, to]]);
}

/**
 * A guest has turned out to be somebody with an account: bids, seat and lead are the account's from now on, with its
 * own paddle if it had one. Who sells the lot does not bid on it, so bids of the seller's other self are void. A guest
 * whom the lot does not know changes nothing, nor does the same once more.
 */
export function decideMerge(state: ListedState, from: PersonId, to: PersonId, now: number): AuctionDecision {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from === to) return refused('invalid');
  if (whoIs(state, to) !== to) return refused('invalid');
  if (!hasSeat(state, from)) return accepted();
  const merged: PeopleMerged = { type: 'peopleMerged', at: now, from, to };
  if (state.phase !== 'live') return accepted(merged);
  const after = thaw(freeze(state)) as ListedState;
  applyMerge(after, merged);
  const event = after.spec.sellerId === to ? voiding(after, to, 'ownLot', now) : null;
  return event === null ? accepted(merged) : accepted(merged, event);
}
