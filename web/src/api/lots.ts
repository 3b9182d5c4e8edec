import type { OwnStanding } from '../../../schema/auction/public.ts';
import type { Phase } from '../../../schema/auction/spec.ts';
import type {
  BidHistory,
  Lot,
  LotCreate,
  LotPage,
  LotResult,
  SellerCommandName,
} from '../../../schema/http.ts';
import { request } from './request.ts';

/** What a list of lots is asked for. */
export interface LotQuery {
  readonly phases: readonly Phase[];
  readonly sellerId?: number | undefined;
  readonly words?: string | undefined;
  readonly cursor?: string | null;
  readonly limit?: number;
}

/** Bodies of the seller's commands. */
export interface SellerCommandBodies {
  schedule: { startsAt: number };
  open: Record<string, never>;
  pause: { reason: string };
  resume: Record<string, never>;
  extend: { addMs: number };
  hammer: { belowReserve: boolean };
  cancel: { reason: string };
  undo: { reason: string };
}

/** One page of lots. */
export function listLots(query: LotQuery): Promise<LotPage> {
  const parameters = new URLSearchParams({ phase: query.phases.join(',') });
  if (query.sellerId !== undefined) parameters.set('seller', String(query.sellerId));
  if (query.words) parameters.set('q', query.words);
  if (query.cursor) parameters.set('cursor', query.cursor);
  if (query.limit !== undefined) parameters.set('limit', String(query.limit));
  return request('GET', `/lots?${parameters}`);
}

const pathOf = (lotId: string) => `/lots/${encodeURIComponent(lotId)}`;

/** One lot with its words and rules. */
export const getLot = (lotId: string): Promise<Lot> => request('GET', pathOf(lotId));

/** Lists a new lot; it begins as a draft. */
export const createLot = (lot: LotCreate): Promise<Lot> => request('POST', '/lots', lot);

/** Changes a lot that has not opened. */
export const editLot = (lotId: string, lot: LotCreate): Promise<Lot> => request('PATCH', pathOf(lotId), lot);

/** Bids of a lot, newest first: the first page, or the one that `next` of the page before leads to. */
export const listBids = (lotId: string, cursor: string | null): Promise<BidHistory> =>
  request('GET', `${pathOf(lotId)}/bids${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`);

/** The result of a lot that is over. */
export const getResult = (lotId: string): Promise<LotResult> => request('GET', `${pathOf(lotId)}/result`);

/** The own part in a lot: paddle, lead and hidden maximum. */
export const getOwnStanding = (lotId: string): Promise<OwnStanding> =>
  request('GET', `${pathOf(lotId)}/mine`);

/** Tells an auction what its seller wants. */
export const commandLot = <Name extends SellerCommandName>(
  lotId: string,
  name: Name,
  body: SellerCommandBodies[Name],
): Promise<{ seq: number }> => request('POST', `${pathOf(lotId)}/${name}`, body);

/** Shows lists what is on air: a JPEG in base64. */
export const sendThumbnail = (lotId: string, jpeg: string): Promise<unknown> =>
  request('POST', `${pathOf(lotId)}/thumbnail`, { jpeg });

/** Where the picture of what is on air is; another `age` is another picture. */
export const thumbnailUrl = (lotId: string, age: number): string =>
  `/api${pathOf(lotId)}/thumbnail?age=${age}`;
