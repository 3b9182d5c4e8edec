import type { Redis } from 'ioredis';
import { limits } from '../../../schema/limits.ts';
import type { RefreshStore, Rotation } from './refresh-store.ts';

/** One step for all nodes, so that of two that show the same token only one finds it good. */
const rotate = `
  local kept = redis.call('HMGET', KEYS[1], 'hash', 'previous', 'rotatedAt')
  if not kept[1] then return 'unknown' end
  if kept[1] == ARGV[1] then
    redis.call('HSET', KEYS[1], 'hash', ARGV[2], 'previous', ARGV[1], 'rotatedAt', ARGV[3])
    redis.call('PEXPIRE', KEYS[1], ARGV[4])
    return 'rotated'
  end
  local isPrevious = kept[2] == ARGV[1] and kept[1] == ARGV[2]
  if isPrevious and ARGV[3] - kept[3] <= tonumber(ARGV[5]) then return 'again' end
  return 'old'`;

const keyOf = (sessionId: string): string => `lotcast:refresh:${sessionId}`;

/** Refresh tokens in Redis, where they leave by themselves. A Redis that forgets signs people out, and nothing worse. */
export function redisRefreshStore(redis: Redis, now: () => number): RefreshStore {
  return {
    async begin(sessionId, hash, endsAt) {
      const key = keyOf(sessionId);
      await redis
        .multi()
        .hset(key, 'hash', hash.toString('hex'))
        .pexpire(key, endsAt - now())
        .exec();
    },

    async rotate(sessionId, { hash, successorHash, successorEndsAt }, at) {
      const answer = await redis.eval(
        rotate,
        1,
        keyOf(sessionId),
        hash.toString('hex'),
        successorHash.toString('hex'),
        at,
        successorEndsAt - at,
        limits.refreshRaceMs,
      );
      return answer as Rotation;
    },

    async end(sessionIds) {
      if (sessionIds.length > 0) await redis.del(...sessionIds.map(keyOf));
    },
  };
}
