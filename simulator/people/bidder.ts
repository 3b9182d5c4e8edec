import type { AuctionSpec } from '../../schema/auction/spec.ts';
import type { House } from '../house.ts';
import { leastBid } from '../reference/bidding.ts';
import type { Client, Offer, Picture } from './client.ts';

/** How somebody bids. */
const habits = ['plain', 'proxy', 'lastSecond', 'impatient', 'behind', 'mixed'] as const;
type Habit = (typeof habits)[number];

/** Somebody who bids until all comes to rest. */
export class Bidder {
  readonly client: Client;
  readonly #house: House;
  readonly #lots: ReadonlyMap<string, AuctionSpec>;
  readonly #habit: Habit;
  /** By lot: the deadline that a last-second bid is planned for. */
  readonly #aimedAt = new Map<string, number>();

  constructor(house: House, client: Client, lots: ReadonlyMap<string, AuctionSpec>) {
    this.#house = house;
    this.client = client;
    this.#lots = lots;
    this.#habit = house.plan.allWaitForTheEnd ? 'lastSecond' : client.random.pick(habits);
    this.#thinkLater();
  }

  #thinkLater(): void {
    const { timeline, plan } = this.#house;
    timeline.after(this.client.random.waiting(plan.thinkMs), 'thought', () => {
      if (this.#house.isAtRest) return;
      this.#think();
      this.#thinkLater();
    });
  }

  #think(): void {
    const { client } = this;
    const { random } = client;
    const habit = this.#habit === 'mixed' ? random.pick(habits) : this.#habit;
    const lot = random.pick([...this.#lots.keys()]);
    const picture = client.pictures.get(lot);
    // Some bid without looking at all.
    if (picture === undefined || random.chance(0.02)) return this.#blind(lot);
    if (picture.state.phase !== 'live' && random.chance(0.9)) return;
    switch (habit) {
      case 'proxy':
        return client.bid(lot, { max: this.#maximum(lot, picture) });
      case 'lastSecond':
        return this.#waitForTheEnd(lot, picture);
      case 'impatient':
        client.repeat();
        return client.bid(lot, this.#plain(lot, picture));
      case 'behind':
        return client.bid(lot, { amount: Math.max(1, picture.state.minimumPoints - random.whole(0, 100)) });
      default:
        return client.bid(lot, this.#plain(lot, picture));
    }
  }

  #blind(lot: string): void {
    const spec = this.#lots.get(lot) as AuctionSpec;
    this.client.bid(lot, { amount: spec.startPoints + this.client.random.whole(0, 500) });
  }

  #plain(lot: string, { state }: Picture): Offer {
    const { random } = this.client;
    const step = leastBid(this.#lots.get(lot) as AuctionSpec, state.minimumPoints) - state.minimumPoints;
    if (random.chance(0.03)) return { amount: state.minimumPoints * 6 + 10 };
    return { amount: state.minimumPoints + step * (random.chance(0.6) ? 0 : random.whole(1, 9)) };
  }

  /** Round, so that two people often have the same. */
  #maximum(lot: string, picture: Picture): number {
    const { random } = this.client;
    const least = picture.state.minimumPoints;
    const points = least + Math.round(least * random.next());
    const round = random.pick([1, 100, 500]);
    const offer = Math.ceil(points / round) * round;
    return random.chance(0.1) ? (this.#plain(lot, picture).amount ?? offer) : offer;
  }

  /** Sends so that the bid comes in right around the deadline, once for each. */
  #waitForTheEnd(lot: string, { state: { endsAt } }: Picture): void {
    const { client } = this;
    const { random } = client;
    if (endsAt === null || this.#aimedAt.get(lot) === endsAt) return;
    this.#aimedAt.set(lot, endsAt);
    const { timeline, plan } = this.#house;
    // The clock that people believe in is behind by one way, and the frame takes another.
    const aheadMs =
      plan.networkDelayMs * 2 + random.between(-0.5, 2) * plan.laneDelayMs + random.between(-2, 2);
    timeline.after(Math.max(0, endsAt - client.serverNow - aheadMs), 'last second', () => {
      const picture = client.pictures.get(lot);
      if (picture === undefined || this.#house.isAtRest) return;
      // Enough to count whoever else bids at the same moment; and who is nervous presses more than once.
      for (let presses = random.chance(0.5) ? random.whole(2, 8) : 1; presses > 0; presses--) {
        const amount = (this.#plain(lot, picture).amount as number) + random.whole(0, 2_000);
        client.bid(lot, random.chance(0.6) ? { amount } : { max: this.#maximum(lot, picture) });
      }
    });
  }
}
