/** What one person has sent in this second on all sockets of one gateway. */
export interface PersonRate {
  readonly personId: number;
  readonly mostPerSecond: number;
  count: number;
  /** On all gateways together it was too much in the last second: nothing more is taken in this one. */
  isOver: boolean;
  sockets: number;
}

/** What somebody has sent in a second, and how much it may be on all gateways together. */
export type RateCount = readonly [personId: number, count: number, mostPerSecond: number];

/** Below this share of what is allowed nobody else is told: thousands who send a little must cost nothing. */
const tellShare = 1 / 8;

/**
 * Messages by person, so that more sockets are no way to send more. Not by address: people behind the same one would be
 * refused for what a neighbour sends.
 */
export class PersonRates {
  readonly #rates = new Map<number, PersonRate>();

  /** One more socket of this person; give it back with `release`. */
  hold(personId: number, mostPerSecond: number): PersonRate {
    const known = this.#rates.get(personId);
    const rate = known ?? { personId, mostPerSecond, count: 0, isOver: false, sockets: 0 };
    rate.sockets++;
    if (known === undefined) this.#rates.set(personId, rate);
    return rate;
  }

  /** A socket of it is gone; null if it held none. */
  release(rate: PersonRate | null): void {
    if (rate !== null) rate.sockets--;
  }

  /** A new second begins. Gives who has sent much in the last one. */
  turn(): RateCount[] {
    const busy: RateCount[] = [];
    for (const [personId, rate] of this.#rates) {
      if (rate.count > rate.mostPerSecond * tellShare) busy.push([personId, rate.count, rate.mostPerSecond]);
      rate.count = 0;
      rate.isOver = false;
      // Not with its last socket: who comes back at once would begin anew.
      if (rate.sockets === 0) this.#rates.delete(personId);
    }
    return busy;
  }

  /** These have sent too much on all gateways together. */
  heard(people: readonly number[]): void {
    for (const id of people) {
      const rate = this.#rates.get(id);
      if (rate !== undefined) rate.isOver = true;
    }
  }
}

/** Counts one message; false if it is one too many. What is refused does not count: it must not be held against the next. */
export function takes(rate: PersonRate): boolean {
  if (rate.isOver || rate.count >= rate.mostPerSecond) return false;
  rate.count++;
  return true;
}
