import type { SentBid } from '../../gateway/socket/testing/crowd.ts';
import type { Person } from '../../gateway/socket/testing/person.ts';
import type { BidAnswer } from '../../gateway/socket/testing/socket-client.ts';
import type { Random } from '../../testing/random.ts';

/** A bid with when it was first sent, and acknowledged (ms since 1970). */
export interface TimedBid extends SentBid {
  readonly firstSentAt: number;
  acknowledgedAt: number | null;
  /** Two answers that can't both be true. */
  contradiction: string | null;
}

const startPoints = 1_000;
const stepPoints = 100;
/** Mostly small raises, so that few are refused for being far too high. */
const mostSteps = 3;

/** What all bidders know together of the lots' prices, and every bid that was ever sent. */
export class Market {
  readonly sent: TimedBid[] = [];
  readonly #random: Random;
  readonly #prices = new Map<string, number>();
  readonly #accepted = new Map<string, TimedBid[]>();
  #troubled: Array<() => void> = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** The next bid of somebody in a lot: a raise that should do, plain or as a maximum. */
  nextBid(by: Person, lot: string): TimedBid {
    const steps = 1 + this.#random.below(mostSteps);
    const points = (this.#prices.get(lot) ?? startPoints) + steps * stepPoints;
    const bidId = this.sent.length + 1;
    const bid: TimedBid = {
      by,
      lot,
      offer: steps === 1 ? { max: points, bidId } : { amount: points, bidId },
      answer: null,
      firstSentAt: Date.now(),
      acknowledgedAt: null,
      contradiction: null,
    };
    this.sent.push(bid);
    return bid;
  }

  /** What a bid was answered; true when that is the last word. */
  learn(bid: TimedBid, answer: BidAnswer): boolean {
    if (answer.type === 'bidRefused' && answer.retry) {
      this.trouble();
      return false;
    }
    if (bid.answer !== null) {
      const [known, told] = [JSON.stringify(bid.answer), JSON.stringify(answer)];
      if (known !== told) bid.contradiction ??= `${known} was answered, and then ${told}`;
      return true;
    }
    bid.answer = answer;
    const isAccepted = answer.type === 'bidAccepted';
    const price = isAccepted ? answer.pricePoints : (answer.minimumPoints ?? 0) - stepPoints;
    this.#prices.set(bid.lot, Math.max(price, this.#prices.get(bid.lot) ?? 0));
    if (isAccepted) {
      bid.acknowledgedAt = Date.now();
      this.#acceptedIn(bid.lot).push(bid);
    }
    return true;
  }

  /** A bid got no last word. */
  trouble(): void {
    for (const resolve of this.#troubled.splice(0)) resolve();
  }

  /** Resolves at the next bid that gets no last word. */
  nextTrouble(): Promise<void> {
    return new Promise((resolve) => this.#troubled.push(resolve));
  }

  /** Whether a bid that was made after a moment was acknowledged in a lot. */
  hasAcceptedAfter(lot: string, moment: number): boolean {
    return this.#acceptedIn(lot).some(({ firstSentAt }) => firstSentAt > moment);
  }

  #acceptedIn(lot: string): TimedBid[] {
    const bids = this.#accepted.get(lot) ?? [];
    this.#accepted.set(lot, bids);
    return bids;
  }
}
