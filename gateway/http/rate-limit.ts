import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { limits } from '../../schema/limits.ts';
import { tryAgain } from './problem.ts';
import { TokenBuckets } from './token-buckets.ts';

export interface RateLimitOptions {
  /** Names it among the others in Redis. */
  readonly name: string;
  readonly perMinute: number;
  /** What is said to whoever asks for too much. */
  readonly message: string;
}

/** What rates are counted with. */
export interface RateCounting {
  readonly now: () => number;
  /** Where several nodes count together; each for itself without, and while it can't be reached. */
  readonly redis: Redis | null;
}

/** How often something rare may be done by one address or person, on all nodes together. */
export class RateLimit {
  readonly #message: string;
  readonly #here: TokenBuckets;
  readonly #everywhere: RateLimiterRedis | null;
  readonly #now: () => number;

  constructor({ name, perMinute, message }: RateLimitOptions, { now, redis }: RateCounting) {
    this.#message = message;
    this.#now = now;
    this.#here = new TokenBuckets({
      perSecond: perMinute / 60,
      burst: perMinute,
      maxKeys: limits.maxTrackedAddresses,
    });
    this.#everywhere =
      redis &&
      new RateLimiterRedis({
        storeClient: redis,
        keyPrefix: `lotcast:rate:${name}`,
        points: perMinute,
        duration: 60,
      });
  }

  /** Counts once for this key; throws a problem that says when to try again if that was once too often. */
  async take(key: string): Promise<void> {
    const waitMs = (await this.#waitEverywhere(key)) ?? this.#here.take(key, this.#now());
    if (waitMs > 0) throw tryAgain(429, 'rate_limited', this.#message, waitMs);
  }

  async #waitEverywhere(key: string): Promise<number | null> {
    if (this.#everywhere === null) return null;
    try {
      await this.#everywhere.consume(key);
      return 0;
    } catch (refusal) {
      // Anything else is that Redis does not answer.
      return refusal instanceof RateLimiterRes ? Math.max(1, refusal.msBeforeNext) : null;
    }
  }
}
