import type { Lot, LotCreate } from '../../schema/http.ts';
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
      const { body } = await this.#http.post('/api/lots', lotWith(n, durationMs(n)), seller);
      const { id } = body as { readonly id: string };
      await this.#http.post(`/api/lots/${id}/open`, {}, seller);
      ids[n] = id;
    });
    return ids;
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

function lotWith(n: number, durationMs: number): LotCreate {
  return {
    title: `Lot ${n + 1}`,
    rules: {
      startPoints,
      increments: { kind: 'fixed', stepPoints: 1 },
      reservePoints: null,
      buyNowPoints: null,
      clock: { rule: 'fixed', durationMs },
      onStreamLoss: { rule: 'nothing' },
    },
  };
}
