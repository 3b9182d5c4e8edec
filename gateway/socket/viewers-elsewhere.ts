/** How many watch a lot on one gateway, as the others are told. */
export interface GatewayViewers {
  readonly lot: string;
  readonly count: number;
  /** Whether lists may know of it. */
  readonly isPublic: boolean;
}

interface WatchedLot {
  readonly byGateway: Map<number, number>;
  isPublic: boolean;
}

/** How many watch lots on the other gateways of this server, as these told last. */
export class ViewersElsewhere {
  /** Lots that somebody watches there. */
  readonly #lots = new Map<string, WatchedLot>();
  /** Lots that lists know of and whose count has changed since `takeChanged`. */
  readonly #changed = new Set<string>();

  /** Takes in what has changed on a gateway. */
  heard(gateway: number, changes: readonly GatewayViewers[]): void {
    for (const { lot, count, isPublic } of changes) {
      const watched = this.#lots.get(lot) ?? { byGateway: new Map<number, number>(), isPublic };
      this.#lots.set(lot, watched);
      if (count > 0) watched.byGateway.set(gateway, count);
      else watched.byGateway.delete(gateway);
      // One that was public is: where somebody has just come to it, this is not known yet.
      watched.isPublic ||= isPublic;
      if (watched.isPublic) this.#changed.add(lot);
      if (watched.byGateway.size === 0) this.#lots.delete(lot);
    }
  }

  count(lot: string): number {
    let sum = 0;
    for (const count of this.#lots.get(lot)?.byGateway.values() ?? []) sum += count;
    return sum;
  }

  /** Lots that somebody watches there. */
  lots(): Iterable<string> {
    return this.#lots.keys();
  }

  isPublic(lot: string): boolean {
    return this.#lots.get(lot)?.isPublic === true;
  }

  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }
}
