import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import type { ActorClient } from '../../actors/client.ts';
import type { Tables } from '../../schema/tables.ts';
import { sellerOf } from '../lots/find-lot.ts';
import { type RecentMessages, recentOfRooms } from './history/recent/recent-messages.ts';
import { redisRecentMessages } from './history/recent/redis-recent-messages.ts';
import { type Rooms, roomsOf } from './rooms.ts';

export interface RoomsAtHandParts {
  readonly db: Kysely<Tables>;
  readonly actors: ActorClient;
  /** Where the latest messages are kept for all nodes; null: in the rooms themselves alone. */
  readonly redis: Redis | null;
  /** Names the database (see Tables.meta). */
  readonly epoch: string;
  /** Whether guests speak in a room unless its seller says otherwise. */
  readonly guestsSpeak: boolean;
}

/** What the service needs to look into rooms and to command them. */
export interface RoomsAtHand {
  readonly rooms: Rooms;
  readonly recent: RecentMessages;
}

/** Puts the parts of it together. */
export function roomsAtHand({ db, actors, redis, epoch, guestsSpeak }: RoomsAtHandParts): RoomsAtHand {
  const rooms = roomsOf({ actors, guestsSpeak, sellerOf: (lotId) => sellerOf(db, lotId) });
  const otherwise = recentOfRooms(rooms);
  const recent = redis === null ? otherwise : redisRecentMessages({ redis, epoch, rooms, otherwise });
  return { rooms, recent };
}
