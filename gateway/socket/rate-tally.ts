import type { Redis } from 'ioredis';
import type { RateCount } from './person-rates.ts';

export interface RateTallyParts {
  readonly now: () => number;
  /** Where several nodes add up; null for a node alone. */
  readonly redis: Redis | null;
  /** Tells all gateways of this node who has sent too much. */
  readonly tell: (people: readonly number[]) => void;
}

const secondMs = 1_000;
const keptSeconds = 5;

/** Adds up what people send on all gateways of a node, and in Redis on all nodes. */
export class RateTally {
  readonly #parts: RateTallyParts;
  #counts = new Map<number, [count: number, most: number]>();

  constructor(parts: RateTallyParts) {
    this.#parts = parts;
  }

  /** What a gateway of this node has counted in a second. */
  add(counts: readonly RateCount[]): void {
    for (const [id, count, most] of counts) {
      const sum = this.#counts.get(id);
      if (sum === undefined) this.#counts.set(id, [count, most]);
      else sum[0] += count;
    }
  }

  /** To be called once a second. While Redis is away, what this node has counted is what counts. */
  async turn(): Promise<void> {
    const counts = [...this.#counts];
    this.#counts = new Map();
    if (counts.length === 0) return;
    const sums = await this.#sums(counts.map(([id, [count]]) => [id, count] as const));
    const over = counts.flatMap(([id, [, most]], n) => ((sums[n] as number) > most ? [id] : []));
    if (over.length > 0) this.#parts.tell(over);
  }

  async #sums(counts: ReadonlyArray<readonly [personId: number, count: number]>): Promise<number[]> {
    const own = counts.map(([, count]) => count);
    const { redis, now } = this.#parts;
    if (redis === null) return own;
    const second = Math.floor(now() / secondMs);
    const pipeline = redis.pipeline();
    for (const [id, count] of counts) {
      const name = `lotcast:messages:${second}:${id}`;
      pipeline.incrby(name, count).expire(name, keptSeconds);
    }
    try {
      const answers = (await pipeline.exec()) ?? [];
      return own.map((count, n) => Math.max(count, Number(answers[2 * n]?.[1] ?? 0)));
    } catch {
      return own;
    }
  }
}
