import type { AuctionRules } from '../../../schema/auction/spec.ts';
import type { BidHistory, BidHistoryItem, Lot, SellerCommandName } from '../../../schema/http.ts';
import type { Person } from './person.ts';

/** An hour on a fixed clock, from 1,000 points in steps of 100: nothing happens but what a test does. */
export const plainRules: AuctionRules = {
  startPoints: 1_000,
  increments: { kind: 'fixed', stepPoints: 100 },
  reservePoints: null,
  buyNowPoints: null,
  clock: { rule: 'fixed', durationMs: 3_600_000 },
  onStreamLoss: { rule: 'nothing' },
};

/** Lists a lot as a draft and gives its id. */
export async function draftLot(seller: Person, rules: Partial<AuctionRules> = {}): Promise<string> {
  const lot = { title: 'A lot', rules: { ...plainRules, ...rules } };
  return (await seller.api<Lot>('POST', '/api/lots', lot)).id;
}

/** Lists a lot and opens it. */
export async function openLot(seller: Person, rules: Partial<AuctionRules> = {}): Promise<string> {
  const lot = await draftLot(seller, rules);
  await command(seller, lot, 'open');
  return lot;
}

/** Gives one of the seller's commands; resolves to the position of what it led to. */
export async function command(
  seller: Person,
  lot: string,
  name: SellerCommandName,
  body: object = {},
): Promise<number> {
  return (await seller.api<{ seq: number }>('POST', `/api/lots/${lot}/${name}`, body)).seq;
}

export const readLot = (person: Person, lot: string): Promise<Lot> => person.api('GET', `/api/lots/${lot}`);

/** All bids of a lot, the oldest first. */
export async function readHistory(person: Person, lot: string): Promise<BidHistoryItem[]> {
  const bids: BidHistoryItem[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: BidHistory = await person.api('GET', `/api/lots/${lot}/bids?limit=1000${from}`);
    bids.push(...page.bids);
    cursor = page.next;
  }
  return bids.reverse();
}
