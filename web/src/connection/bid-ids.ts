/** Where the last id outlives a reload. */
export interface IdStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const key = 'lotcast.lastBidId';

/**
 * Makes the ids of this person's bids: microseconds of the server's clock, each larger than the one before,
 * also over reloads and when the clock was set back. The same id is decided once, so none may come twice.
 */
export class BidIds {
  #last: number;
  readonly #store: IdStore;

  constructor(store: IdStore) {
    this.#store = store;
    this.#last = this.#stored();
  }

  /** The next id, at the server's time `serverNowMs`. */
  next(serverNowMs: number): number {
    // Other tabs of the same person count up in the same store.
    const id = Math.max(Math.floor(serverNowMs * 1_000), this.#last + 1, this.#stored() + 1);
    this.#last = id;
    try {
      this.#store.setItem(key, String(id));
    } catch {
      // A full or forbidden store costs only the memory over reloads.
    }
    return id;
  }

  #stored(): number {
    try {
      const value = Number(this.#store.getItem(key));
      return Number.isSafeInteger(value) && value > 0 ? value : 0;
    } catch {
      return 0;
    }
  }
}
