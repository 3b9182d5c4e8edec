import { limits } from '../../schema/limits.ts';

/**
 * Which bids are let in while many wait for their answers: of all sockets of a gateway about as many as were answered
 * in the last `maxBidWaitMs`, so that what is let in waits about that long, however much is offered (Little's law: what
 * waits is the rate times the wait). Whoever has nothing waiting is always let in: who sends most is refused first.
 */
export class Admission {
  #waiting = 0;
  #windowSince = 0;
  #answered = 0;
  #answeredBefore = 0;
  readonly #minInFlight: number;

  /** `gateways`: among how many the least that may wait is shared out. */
  constructor(gateways = 1) {
    this.#minInFlight = limits.minBidsInFlight / gateways;
  }

  /** Lets a bid in or not; its socket has so many waiting. Who was let in is counted until `answered`. */
  admit(waitingOfSocket: number, nowMs: number): boolean {
    if (nowMs - this.#windowSince >= limits.maxBidWaitMs) this.#turnWindow(nowMs);
    if (waitingOfSocket >= limits.maxBidsInFlightPerSocket) return false;
    if (waitingOfSocket > 0 && this.#waiting >= this.#mostWaiting) return false;
    this.#waiting++;
    return true;
  }

  /** A bid that was let in has its answer. */
  answered(): void {
    this.#waiting--;
    this.#answered++;
  }

  get #mostWaiting(): number {
    return Math.max(this.#minInFlight, this.#answered, this.#answeredBefore);
  }

  #turnWindow(nowMs: number): void {
    // A window in which nobody asked says nothing about now.
    const isStale = nowMs - this.#windowSince >= 2 * limits.maxBidWaitMs;
    this.#answeredBefore = isStale ? 0 : this.#answered;
    this.#answered = 0;
    this.#windowSince = nowMs;
  }
}
