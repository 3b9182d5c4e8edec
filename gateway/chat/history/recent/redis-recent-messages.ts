import type { Redis } from 'ioredis';
import type { PublicChatEvent } from '../../../../schema/chat/public.ts';
import { limits } from '../../../../schema/limits.ts';
import type { Rooms } from '../../rooms.ts';
import { foldEvents } from './fold-events.ts';
import type { RecentMessages, RecentStretch } from './recent-messages.ts';

export interface RedisRecentParts {
  readonly redis: Redis;
  /** Names the database: events of another one are not taken for events of this one. */
  readonly epoch: string;
  readonly rooms: Pick<Rooms, 'position'>;
  /** Is asked when Redis can't say, or does not know all. */
  readonly otherwise: Pick<RecentMessages, 'of'>;
}

/** A room in which nothing happens for so long leaves Redis. */
const quietMs = 24 * 3_600_000;

/**
 * The latest events of each room in Redis, a capped stream of which the ids are the events' own numbers. So whoever
 * writes an event that is there already is refused, a gap is seen when it is read, and a stream that does not reach up to
 * the room's newest event is not believed: after a crash, or while Redis was away, nobody may have written what was deleted.
 */
export function redisRecentMessages({ redis, epoch, rooms, otherwise }: RedisRecentParts): RecentMessages {
  const keyOf = (lotId: string) => `lotcast:chat:${epoch}:${lotId}`;

  async function read(lotId: string): Promise<RecentStretch | null> {
    // Before the stream, which may only be newer then.
    const position = await rooms.position(lotId);
    const entries = await redis.xrange(keyOf(lotId), '-', '+');
    const events = entries.map(([, [, text = '']]) => JSON.parse(text) as PublicChatEvent);
    const gap = events.findLastIndex(({ seq }, n) => seq !== (events[n - 1]?.seq ?? seq - 1) + 1);
    const whole = events.slice(Math.max(0, gap));
    const [first] = whole;
    const last = whole.at(-1);
    if (first === undefined || last === undefined || last.seq < position) return null;
    return { from: first.seq, messages: foldEvents(whole) };
  }

  return {
    async of(lotId) {
      return (await read(lotId).catch(() => null)) ?? otherwise.of(lotId);
    },
    told(lotId, events) {
      if (events.length === 0) return;
      const key = keyOf(lotId);
      const writing = redis.pipeline();
      for (const event of events) {
        const id = `${event.seq}-0`;
        writing.xadd(key, 'MAXLEN', limits.chatRecentMessages, id, 'event', JSON.stringify(event));
      }
      // What could not be written leaves a gap, which is seen.
      writing
        .pexpire(key, quietMs)
        .exec()
        .catch(() => {});
    },
  };
}
