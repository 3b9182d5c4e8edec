import type { GatewayViewers } from './viewers-elsewhere.ts';

/** What the other gateways were told of who watches here. */
export class OwnViewers {
  readonly #told = new Map<string, GatewayViewers>();

  /** What has to be told, now that these are all the lots that somebody watches here. */
  changes(now: Iterable<GatewayViewers>): GatewayViewers[] {
    const changes: GatewayViewers[] = [];
    const gone = new Set(this.#told.keys());
    for (const viewers of now) {
      const { lot, count, isPublic } = viewers;
      gone.delete(lot);
      const told = this.#told.get(lot);
      if (told?.count === count && told.isPublic === isPublic) continue;
      this.#told.set(lot, viewers);
      changes.push(viewers);
    }
    for (const lot of gone) {
      this.#told.delete(lot);
      changes.push({ lot, count: 0, isPublic: false });
    }
    return changes;
  }
}
