import type { AuctionSummary } from '../../../schema/auction/public.ts';
import type { Phase } from '../../../schema/auction/spec.ts';
import type { LotCard } from '../../../schema/http.ts';

/** The parts of the lobby, in their order. */
export const sections = ['yours', 'live', 'soon', 'results'] as const;
export type Section = (typeof sections)[number];

/** The phases that a section shows. */
export const phasesOf: Readonly<Record<Section, readonly Phase[]>> = {
  yours: ['draft'],
  live: ['live'],
  soon: ['scheduled'],
  results: ['sold', 'unsold', 'settled'],
};

/** All known cards by their lot. */
export type Cards = ReadonlyMap<string, LotCard>;

/** Adds the cards of a page; what is known to be newer stays. */
export function withPage(cards: Cards, page: readonly LotCard[]): Cards {
  const next = new Map(cards);
  for (const card of page) {
    const known = next.get(card.id);
    if (known === undefined || known.auction.seq <= card.auction.seq) next.set(card.id, card);
  }
  return next;
}

/** Applies changes of the lobby feed to the cards that are there, and tells whether some are not. */
export function withChanges(
  cards: Cards,
  changes: ReadonlyArray<{ readonly lot: string; readonly auction: AuctionSummary }>,
): { readonly cards: Cards; readonly hasUnknown: boolean } {
  const next = new Map(cards);
  let hasUnknown = false;
  for (const { lot, auction } of changes) {
    const card = next.get(lot);
    if (card === undefined) hasUnknown = true;
    else if (card.auction.seq <= auction.seq) next.set(lot, { ...card, auction });
  }
  return { cards: next, hasUnknown };
}

/** Takes in how many watch some lots; those that nobody watches are left out. */
export function withCounts(
  counts: ReadonlyMap<string, number>,
  changes: ReadonlyArray<{ readonly lot: string; readonly count: number }>,
): ReadonlyMap<string, number> {
  const next = new Map(counts);
  for (const { lot, count } of changes) {
    if (count > 0) next.set(lot, count);
    else next.delete(lot);
  }
  return next;
}

/** The cards of a section: soon by their start, the rest newest first. */
export function cardsOf(cards: Cards, section: Section): LotCard[] {
  const phases = phasesOf[section];
  const found = [...cards.values()].filter((card) => phases.includes(card.auction.phase));
  const byListing = (a: LotCard, b: LotCard) => (a.id < b.id ? 1 : -1);
  const byStart = (a: LotCard, b: LotCard) => (a.auction.startsAt ?? 0) - (b.auction.startsAt ?? 0);
  const byEnd = (a: LotCard, b: LotCard) => (b.auction.endedAt ?? 0) - (a.auction.endedAt ?? 0);
  if (section === 'soon') return found.sort(byStart);
  return found.sort(section === 'results' ? byEnd : byListing);
}
