import type { ClockRule } from '../../schema/auction/spec.ts';
import type { ChatSettings } from '../../schema/chat/settings.ts';
import type { BidHistory, BidHistoryItem, Lot, LotCreate } from '../../schema/http.ts';
import { limits } from '../../schema/limits.ts';
import { inParallel } from '../in-parallel.ts';
import { HttpClient, requestsAtOnce } from './http.ts';

/** What every lot starts at: the digits never change in number, so all bids of a run are of one size. */
export const startPoints = 1_000_000;
/** A clock that no benchmark outlasts. */
const longMs = 24 * 3_600_000;

const progressEveryMs = 5_000;

/** Fills an auction house over its public API: people, lots, live auctions. */
export class House {
  readonly #http: HttpClient;
  readonly #progress: (text: string) => void;

  constructor(url: string, progress: (text: string) => void) {
    this.#http = new HttpClient(url);
    this.#progress = progress;
  }

  /** Signs guests in; gives their cookies. */
  async guests(count: number): Promise<string[]> {
    const cookies = new Array<string>(count);
    await this.#forEach('guests', count, async (n) => {
      const { cookie } = await this.#http.post('/api/guests', { name: `Guest ${n + 1}` }, null);
      if (cookie === null) throw new Error('signing in as a guest set no cookie');
      cookies[n] = cookie;
    });
    return cookies;
  }

  /** Lists lots, by the sellers in turn, and opens them at once; gives their ids. */
  async liveLots(
    count: number,
    sellers: readonly string[],
    durationMs: (n: number) => number = () => longMs,
  ): Promise<string[]> {
    const ids = new Array<string>(count);
    await this.#forEach('live lots', count, async (n) => {
      const seller = sellers[n % sellers.length] as string;
      ids[n] = await this.liveLot(`Lot ${n + 1}`, { rule: 'fixed', durationMs: durationMs(n) }, seller);
    });
    return ids;
  }

  /** Lists one lot and opens it at once; gives its id. */
  async liveLot(title: string, clock: ClockRule, seller: string): Promise<string> {
    const { body } = await this.#http.post('/api/lots', lotWith(title, clock), seller);
    const { id } = body as { readonly id: string };
    await this.#http.post(`/api/lots/${id}/open`, {}, seller);
    return id;
  }

  /** Says how the room of a lot is to be spoken in. */
  async chatSettings(lot: string, settings: Partial<ChatSettings>, seller: string): Promise<void> {
    await this.#http.patch(`/api/lots/${lot}/chat/settings`, settings, seller);
  }

  /** All bids of a lot, the newest first. */
  async bids(lot: string): Promise<BidHistoryItem[]> {
    const bids: BidHistoryItem[] = [];
    let cursor: string | null = null;
    do {
      const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await this.read(`/api/lots/${lot}/bids?limit=${limits.maxHistoryItems}${from}`);
      bids.push(...(page as BidHistory).bids);
      cursor = (page as BidHistory).next;
    } while (cursor !== null);
    return bids;
  }

  /** Asks for something that anyone may know. */
  read(path: string): Promise<unknown> {
    return this.#http.get(path);
  }

  /** Accepted bids of each lot. */
  async bidCounts(lots: readonly string[]): Promise<number[]> {
    const counts = new Array<number>(lots.length);
    await this.#forEach('lots', lots.length, async (n) => {
      const lot = (await this.#http.get(`/api/lots/${lots[n]}`)) as Lot;
      counts[n] = lot.auction.bidCount;
    });
    return counts;
  }

  /** Ends its connections. */
  close(): void {
    this.#http.close();
  }

  async #forEach(what: string, count: number, work: (n: number) => Promise<void>): Promise<void> {
    let done = 0;
    let saidAt = performance.now();
    await inParallel(Array.from({ length: count }), requestsAtOnce, async (_, n) => {
      await work(n);
      done++;
      if (performance.now() - saidAt < progressEveryMs) return;
      saidAt = performance.now();
      this.#progress(`${done} of ${count} ${what}`);
    });
  }
}

function lotWith(title: string, clock: ClockRule): LotCreate {
  return {
    title,
    rules: {
      startPoints,
      increments: { kind: 'fixed', stepPoints: 1 },
      reservePoints: null,
      buyNowPoints: null,
      clock,
      onStreamLoss: { rule: 'nothing' },
    },
  };
}
