import { BoundedMap } from './bounded-map.ts';

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** A rate limit per key: so many at once, so many a second on average. Remembers a bounded number of keys. */
export class TokenBuckets {
  readonly #buckets: BoundedMap<string, Bucket>;
  readonly #perSecond: number;
  readonly #burst: number;

  constructor(limit: { perSecond: number; burst: number; maxKeys: number }) {
    this.#perSecond = limit.perSecond;
    this.#burst = limit.burst;
    this.#buckets = new BoundedMap(limit.maxKeys);
  }

  /** Takes one token at the time `now`. Gives 0, or how many ms to wait until there is one. */
  take(key: string, now: number): number {
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = { tokens: this.#burst, filledAt: now };
      this.#buckets.set(key, bucket);
    }
    // A clock that steps back must not drain anybody's bucket.
    const elapsedMs = Math.max(0, now - bucket.filledAt);
    bucket.tokens = Math.min(this.#burst, bucket.tokens + (elapsedMs / 1_000) * this.#perSecond);
    bucket.filledAt = now;
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) / this.#perSecond) * 1_000);
    bucket.tokens -= 1;
    return 0;
  }
}
