import type { Kysely } from 'kysely';
import type { Tables } from '../../../schema/tables.ts';
import { BoundedMap } from '../../http/bounded-map.ts';

/** What a room has to know of somebody who speaks. */
export interface Speaker {
  readonly name: string;
  /** Since when there is the account, or the guest (ms). */
  readonly knownSince: number;
  /** Whether this person follows the lot's seller. */
  readonly follows: boolean;
}

/** Tells who speaks. */
export interface SpeakerFacts {
  /** Somebody who speaks in a room of this seller; null for who is gone. Rejects when it can't be told now. */
  of(person: number, sellerId: number): Promise<Speaker | null>;
  /** What was known of this person does not hold any more: a new name, somebody followed, an account deleted. */
  forget(person: number): void;
}

interface Known {
  readonly since: number;
  readonly speaker: Promise<Speaker | null>;
}

/** People who are remembered at a time, and sellers in whose rooms each of them is. */
const maxPeople = 16_384;
const maxSellersEach = 64;
/** What another node has changed is seen after this time. */
const maxAgeMs = 60_000;

/** Speakers as the database has them, remembered for a while: people say more than one thing. */
export class Speakers implements SpeakerFacts {
  readonly #db: Kysely<Tables>;
  readonly #now: () => number;
  readonly #known = new BoundedMap<number, Map<number, Known>>(maxPeople);

  constructor(db: Kysely<Tables>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  of(person: number, sellerId: number): Promise<Speaker | null> {
    const bySeller = this.#known.get(person) ?? new Map<number, Known>();
    const known = bySeller.get(sellerId);
    if (known !== undefined && this.#now() - known.since < maxAgeMs) return known.speaker;
    if (bySeller.size >= maxSellersEach) bySeller.clear();
    const speaker = this.#load(person, sellerId);
    bySeller.set(sellerId, { since: this.#now(), speaker });
    this.#known.set(person, bySeller);
    // What failed is asked again the next time.
    speaker.catch(() => bySeller.delete(sellerId));
    return speaker;
  }

  forget(person: number): void {
    this.#known.delete(person);
  }

  async #load(person: number, sellerId: number): Promise<Speaker | null> {
    const row = await this.#db
      .selectFrom('persons')
      .leftJoin('follows', (join) =>
        join.onRef('follows.person_id', '=', 'persons.id').on('follows.seller_id', '=', sellerId),
      )
      .select(['persons.name', 'persons.created_at', 'follows.since'])
      .where('persons.id', '=', person)
      .where('persons.deleted_at', 'is', null)
      .executeTakeFirst();
    return row === undefined
      ? null
      : { name: row.name, knownSince: row.created_at, follows: row.since !== null };
  }
}
