import { openLot, readLot } from '../../gateway/socket/testing/lots.ts';
import type { Person } from '../../gateway/socket/testing/person.ts';
import { quantile } from '../statistics.ts';

const giveUpMs = 30_000;

/** Lots that nobody bids on, whose hammer has to fall in the middle of everything. */
export class Hammers {
  readonly #lots: ReadonlyArray<{ id: string; endsAt: number }>;

  private constructor(lots: ReadonlyArray<{ id: string; endsAt: number }>) {
    this.#lots = lots;
  }

  /** Opens lots that end one after the other in the coming time. */
  static async hang(seller: Person, count: number, fromMs: number, toMs: number): Promise<Hammers> {
    const lots: Array<{ id: string; endsAt: number }> = [];
    for (let n = 0; n < count; n++) {
      const durationMs = Math.round(fromMs + ((toMs - fromMs) * n) / count);
      const id = await openLot(seller, { clock: { rule: 'fixed', durationMs } });
      lots.push({ id, endsAt: (await readLot(seller, id)).auction.endsAt ?? 0 });
    }
    return new Hammers(lots);
  }

  /** How late they fell, by the server's clock; time that was given back for an outage is no lateness. */
  async lateness(seller: Person): Promise<{ p99Ms: number; maxMs: number; withOutage: number }> {
    const lateMs: number[] = [];
    let withOutage = 0;
    for (const { id, endsAt } of this.#lots) {
      let { auction } = await readLot(seller, id);
      for (const giveUpAt = Date.now() + giveUpMs; auction.phase === 'live' && Date.now() < giveUpAt; ) {
        ({ auction } = await readLot(seller, id));
      }
      if (auction.lastOutage !== null) withOutage++;
      else lateMs.push((auction.endedAt ?? Number.POSITIVE_INFINITY) - endsAt);
    }
    return { p99Ms: quantile(lateMs, 0.99) ?? 0, maxMs: quantile(lateMs, 1) ?? 0, withOutage };
  }
}
