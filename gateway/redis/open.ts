import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** The Redis that nodes share, reachable when the server started. */
export interface SharedRedis {
  readonly redis: Redis;
  stop(): void;
}

const answerWithinMs = 2_000;
const mostReconnectMs = 2_000;

/** Connects; throws an error whose message can be shown to the operator when that is not possible. */
export async function openRedis(url: string, log: Logger): Promise<SharedRedis> {
  // Loaded by those who have one: a server starts sooner without.
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: answerWithinMs,
    commandTimeout: answerWithinMs,
    // What can't be asked now is not asked later: whoever waits is told to try again.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 100, mostReconnectMs),
  });
  let isThere = true;
  redis.on('error', (error: Error) => {
    if (isThere) log.warn({ err: error }, 'Redis can’t be reached');
    isThere = false;
  });
  redis.on('ready', () => {
    if (!isThere) log.info('Redis is back');
    isThere = true;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    throw new Error(`The Redis server at ${new URL(url).host} can't be used: ${(error as Error).message}`);
  }
  return { redis, stop: () => redis.disconnect() };
}
